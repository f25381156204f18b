import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import { leanNumberMetadata } from './number-metadata';

/** What stays out of a bundle because Twilio's runtime has it loaded already (see docs/architecture.md, cold start). */
const EXTERNAL = ['twilio', 'twilio/*', 'jsonwebtoken'];

/** Every function's source, as paths below functions/ (`phone-to-phone/start.ts`). */
export async function functionSources(root = process.cwd()): Promise<string[]> {
  const files = await readdir(path.join(root, 'functions'), { recursive: true });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

/**
 * Builds dist/: a CommonJS bundle for each function, the page's assets, and a package.json with exactly the packages
 * a deployed function requires at run time (a deploy sends every entry of it to Twilio).
 */
export async function build(root = process.cwd()): Promise<{ functions: number; ms: number }> {
  const started = performance.now();
  const sources = await functionSources(root);
  const dist = path.join(root, 'dist');
  // .twiliodeployinfo lives in dist and remembers which service a deploy went to, so only what is built is cleared.
  await Promise.all(
    ['functions', 'assets'].map((part) => rm(path.join(dist, part), { recursive: true, force: true })),
  );
  await mkdir(path.join(dist, 'assets'), { recursive: true });
  await Promise.all([
    esbuild.build({
      entryPoints: sources.map((file) => path.join(root, 'functions', file)),
      outbase: path.join(root, 'functions'),
      outdir: path.join(dist, 'functions'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: EXTERNAL,
      plugins: [leanNumberMetadata],
      // Loading a function is mostly V8 reading its code: short names save a tenth of a millisecond.
      minify: true,
      // Node 20 has these; esbuild would turn valibot's unused emoji pattern into a call that it can't drop.
      supported: { 'regexp-unicode-property-escapes': true },
      legalComments: 'none',
      logLevel: 'warning',
    }),
    copyAssets(root, dist),
    writePackage(root, dist),
  ]);
  return { functions: sources.length, ms: Math.round(performance.now() - started) };
}

async function copyAssets(root: string, dist: string): Promise<void> {
  const from = path.join(root, 'assets', 'static');
  if (existsSync(from)) await cp(from, path.join(dist, 'assets'), { recursive: true });
}

async function writePackage(root: string, dist: string): Promise<void> {
  const { name, version, dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const text = JSON.stringify({ name, version, private: true, dependencies }, null, 2);
  await writeFile(path.join(dist, 'package.json'), `${text}\n`);
}

export async function main(): Promise<void> {
  const { functions, ms } = await build();
  console.log(`Built ${functions} functions into dist/ in ${ms} ms.`);
}
