import path from 'node:path';
import esbuild, { type Metafile, type Plugin } from 'esbuild';
import type { Output } from '../outputs';
import { packedModules } from './modules';
import { type Parts, parts } from './parts';
import { BASE, FOLDER, PACKS } from './table';
import { withWays } from './ways';

/** What stays out of every output because Twilio's runtime has it loaded already (docs/architecture.md, cold start). */
const EXTERNAL = ['twilio', 'twilio/*', 'jsonwebtoken'];

/** A name that a module has in its pack, where it is taken from there. */
const ASKED = /(?<=(?<!\bexports)\.)[a-z]{4}\$\w+/g;

/**
 * Builds the functions, and the packs that they share as private assets of Twilio's.
 *
 * @param sources files below functions/
 */
export async function bundleFunctions(
  root: string,
  sources: string[],
  plugins: Plugin[] = [],
): Promise<Output[]> {
  const modules = await packedModules(root);
  const others = Object.keys(PACKS).filter((pack) => pack !== BASE);
  const most = await bundle({ root, modules, asked: () => true }, others, sources, plugins);
  const asked = new Set([...most.texts.values()].flatMap((text) => text.match(ASKED) ?? []));
  const base = await bundle({ root, modules, asked: (name) => asked.has(name) }, [BASE], [], plugins);
  refuseCopies([most.metafile, base.metafile]);
  return [...most.texts, ...base.texts].map(([file, text]) => ({
    path: file,
    contents: Buffer.from(withWays(text, PACK_FILE.exec(file)?.[1])),
  }));
}

const PACK_FILE = new RegExp(`^assets/${FOLDER}/(\\w+)\\.private\\.js$`);

interface Bundled {
  /** By the path below dist/. */
  texts: Map<string, string>;
  metafile: Metafile;
}

async function bundle(of: Parts, packs: string[], sources: string[], plugins: Plugin[]): Promise<Bundled> {
  const outdir = path.join(of.root, 'dist');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: of.root,
    outdir,
    entryPoints: [
      ...packs.map((pack) => ({ in: `pack:${pack}`, out: `assets/${FOLDER}/${pack}.private` })),
      ...sources.map((file) => ({ in: `function:${file}`, out: `functions/${file.replace(/\.ts$/, '')}` })),
    ],
    external: EXTERNAL,
    plugins: [parts(of), ...plugins],
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Loading is mostly V8 reading code: short names save a good part of it.
    minify: true,
    // Node 20 has these; esbuild would turn valibot's unused emoji pattern into a call that it can't drop.
    supported: { 'regexp-unicode-property-escapes': true },
    legalComments: 'none',
    logLevel: 'warning',
  });
  const name = (file: string) => path.relative(outdir, file).replaceAll('\\', '/');
  return { metafile, texts: new Map(outputFiles.map((file) => [name(file.path), file.text])) };
}

/** What stands in two packs is uploaded and loaded twice, and its classes are two. Our own modules can't; packages could. */
function refuseCopies(metafiles: Metafile[]): void {
  const places = new Map<string, string>();
  for (const [output, { inputs }] of metafiles.flatMap(({ outputs }) => Object.entries(outputs)))
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput === 0 || !input.includes('node_modules/')) continue;
      const before = places.get(input);
      if (before !== undefined)
        throw new Error(`${input} is in ${before} and in ${output}: give its package a pack (scripts/packs)`);
      places.set(input, output);
    }
}
