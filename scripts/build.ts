import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import { bundlePage } from './build-page';
import { leanNumberMetadata } from './number-metadata';
import { type Output, placeOutputs } from './outputs';

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
 * a deployed function requires at run time (a deploy sends every entry of it to Twilio). What else lies in dist/ stays:
 * .twiliodeployinfo remembers which service a deploy went to.
 */
export async function build(root = process.cwd()): Promise<{ functions: number; ms: number }> {
  const started = performance.now();
  const sources = await functionSources(root);
  const outputs = await Promise.all([bundleFunctions(root, sources), bundlePage(root), runtimePackage(root)]);
  await placeOutputs(path.join(root, 'dist'), ['functions', 'assets'], outputs.flat());
  return { functions: sources.length, ms: Math.round(performance.now() - started) };
}

/**
 * Hands a function to the platform by a plain assignment. The getters that esbuild would put around an ES module's
 * exports cost a function a tenth of a millisecond each time it is loaded.
 */
function entryOf(functions: string): esbuild.Plugin {
  return {
    name: 'function-entry',
    setup(builder) {
      builder.onResolve({ filter: /^function:/ }, (args) => ({
        path: args.path.slice('function:'.length),
        namespace: 'function',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'function' }, ({ path: file }) => ({
        contents: `import { handler } from ${JSON.stringify(`./${file}`)};\nexports.handler = handler;`,
        resolveDir: functions,
        loader: 'js',
      }));
    },
  };
}

async function bundleFunctions(root: string, sources: string[]): Promise<Output[]> {
  const outdir = path.join(root, 'dist');
  const { outputFiles } = await esbuild.build({
    entryPoints: sources.map((file) => ({
      in: `function:${file}`,
      out: `functions/${file.replace(/\.ts$/, '')}`,
    })),
    outdir,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: EXTERNAL,
    plugins: [entryOf(path.join(root, 'functions')), leanNumberMetadata],
    // Loading a function is mostly V8 reading its code: short names save a tenth of a millisecond.
    minify: true,
    // Node 20 has these; esbuild would turn valibot's unused emoji pattern into a call that it can't drop.
    supported: { 'regexp-unicode-property-escapes': true },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles.map((file) => ({
    path: path.relative(outdir, file.path).replaceAll('\\', '/'),
    contents: file.contents,
  }));
}

async function runtimePackage(root: string): Promise<Output[]> {
  const { name, version, dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const text = JSON.stringify({ name, version, private: true, dependencies }, null, 2);
  return [{ path: 'package.json', contents: Buffer.from(`${text}\n`) }];
}

export async function main(): Promise<void> {
  const { functions, ms } = await build();
  console.log(`Built ${functions} functions into dist/ in ${ms} ms.`);
}
