import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundlePage } from './build-page';
import { leanNumberMetadata, NUMBERS_ASSET, numberLines } from './number-metadata';
import { type Output, placeOutputs } from './outputs';
import { bundleFunctions } from './packs';

/** Every function's source, as paths below functions/ (`phone-to-phone/start.ts`). */
export async function functionSources(root = process.cwd()): Promise<string[]> {
  const files = await readdir(path.join(root, 'functions'), { recursive: true });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

/**
 * Builds dist/: the functions, what they share as private assets, the page's assets, and a package.json with exactly the
 * packages a deployed function requires at run time (a deploy sends every entry of it to Twilio). What else lies in dist/
 * stays: .twiliodeployinfo remembers which service a deploy went to.
 */
export async function build(root = process.cwd()): Promise<{ functions: number; ms: number }> {
  const started = performance.now();
  const sources = await functionSources(root);
  const outputs = await Promise.all([
    bundleFunctions(root, sources, [leanNumberMetadata]),
    bundlePage(root),
    runtimePackage(root),
    numberFile(),
  ]);
  await placeOutputs(path.join(root, 'dist'), ['functions', 'assets'], outputs.flat());
  return { functions: sources.length, ms: Math.round(performance.now() - started) };
}

const numberFile = (): Output[] => [
  { path: `assets${NUMBERS_ASSET.replace(/\.txt$/, '.private.txt')}`, contents: Buffer.from(numberLines()) },
];

async function runtimePackage(root: string): Promise<Output[]> {
  const { name, version, dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const text = JSON.stringify({ name, version, private: true, dependencies }, null, 2);
  return [{ path: 'package.json', contents: Buffer.from(`${text}\n`) }];
}

export async function main(): Promise<void> {
  const { functions, ms } = await build();
  console.log(`Built ${functions} functions into dist/ in ${ms} ms.`);
}
