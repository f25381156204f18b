import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { functionSources } from './build';

/** Where scenarios leave word of the functions they drove, one file a test file. */
const FOLDER = path.resolve('node_modules', '.cache', 'cordboard', 'driven');

/** Before a whole run: what earlier ones drove counts no more. */
export async function forgetDriven(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
}

/** Keeps the paths of the functions that answered well in the scenarios of a test file. */
export async function noteDriven(testFile: string, paths: ReadonlySet<string>): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path.join(FOLDER, `${path.basename(testFile)}.json`), JSON.stringify([...paths]));
}

/** The functions that no scenario has driven to a good answer since `forgetDriven`, as their URLs. */
export async function undriven(): Promise<string[]> {
  const files = await readdir(FOLDER).catch(() => []);
  const lists = await Promise.all(files.map((file) => readFile(path.join(FOLDER, file), 'utf8')));
  const driven = new Set(lists.flatMap((list) => JSON.parse(list) as string[]));
  const urls = (await functionSources()).map((source) => `/${source.replace(/(\.protected)?\.ts$/, '')}`);
  return urls.filter((url) => !driven.has(url));
}
