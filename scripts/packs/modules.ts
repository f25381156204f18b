import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import { packOf } from './table';

/** A module of a pack, as the others see it. */
export interface PackedModule {
  /** Undefined for a file that only hands on what others export: who imports from it comes to those. */
  pack: string | undefined;
  /** What it exports, and under which name its pack hands that on. */
  names: Map<string, string>;
}

/** A package that is part of a pack, with the file that is it. */
const PACKAGES = { valibot: 'node_modules/valibot/dist/index.mjs' };

/** What a file that only hands on from others looks like, minified. */
const ONLY_HANDS_ON = /^(?:(?:import|export)\s*(?:\{[^}]*\}|\*)\s*(?:from\s*"[^"]*")?;?\s*)*$/;

const isPart = (file: string): boolean =>
  file.endsWith('.ts') && !file.endsWith('.test.ts') && !/(^|\/)testing/.test(file);

/** The modules of src/ that are built, as paths from the root, with `/`. */
export async function moduleSources(root: string): Promise<string[]> {
  const files = await readdir(path.join(root, 'src'), { recursive: true });
  return files.map((file) => `src/${file.replaceAll('\\', '/')}`).filter(isPart);
}

/** Every module of src/ and every package that is in a pack, by the path from the root or the package's name. */
export async function packedModules(root: string): Promise<Map<string, PackedModule>> {
  const entries = [
    ...(await moduleSources(root)).map((file) => [file, file] as const),
    ...Object.entries(PACKAGES),
  ];
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries.map(([, file], at) => ({ in: file, out: String(at) })),
    outdir: root,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    metafile: true,
    logLevel: 'error',
  });
  const texts = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
  const modules = new Map<string, PackedModule>();
  for (const [at, [module, file]] of entries.entries()) {
    const { exports = [] } = metafile.outputs[`${at}.js`] ?? {};
    const text = texts.get(`${at}.js`) ?? '';
    const pack = packOf(module);
    if (pack === undefined)
      throw new Error(`${module} is in no pack: add it, or its folder, to scripts/packs/table.ts`);
    const id = idOf(module);
    const handsOn = file === module && ONLY_HANDS_ON.test(text.trim());
    modules.set(module, {
      pack: handsOn ? undefined : pack,
      names: new Map(exports.map((name) => [name, `${id}$${name}`])),
    });
  }
  return modules;
}

/**
 * Tells modules of a pack apart. The same in every build, so that a function and a pack of two builds never take one name
 * for another.
 */
function idOf(module: string): string {
  const digest = createHash('sha256').update(module).digest();
  return [...digest.subarray(0, 4)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
