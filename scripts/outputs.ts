import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A built file: its path below the target folder, with `/`, and what is in it. */
export interface Output {
  path: string;
  contents: Uint8Array;
}

/**
 * Makes the folders `owned` below `target` hold exactly `outputs`. A file that is as it should be is left alone and
 * each change is a rename, so that a server that reads the folder never meets a missing or half-written file.
 */
export async function placeOutputs(target: string, owned: string[], outputs: Output[]): Promise<void> {
  await Promise.all(outputs.map((output) => place(path.join(target, output.path), output.contents)));
  const wanted = new Set(outputs.map((output) => output.path));
  const present = await Promise.all(owned.map((folder) => filesBelow(target, folder)));
  const stale = present.flat().filter((file) => !wanted.has(file) && !file.endsWith('.part'));
  await Promise.all(stale.map((file) => rm(path.join(target, file), { force: true })));
}

async function place(file: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(file).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, contents);
  await rename(part, file);
}

async function filesBelow(target: string, folder: string): Promise<string[]> {
  const root = path.join(target, folder);
  await mkdir(root, { recursive: true });
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(target, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}
