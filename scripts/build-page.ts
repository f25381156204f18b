import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild, { type Metafile } from 'esbuild';
import type { Output } from './outputs';
import { numberRules } from './page-numbers';
import { PAGE_POLICY } from './page-policy';
import { withoutPolyfills } from './page-polyfills';
import { pageSounds } from './page-sounds';
import { waitMusic } from './wait-music';

/** Everything the page loads lies below this; names carry a hash of what is in them. */
const FOLDER = 'page';

/** Styles that are loaded with what they belong to; see assets/style/late.ts. */
const LATE = ['work', 'control', 'floor', 'doctor', 'supervise', 'past'];

const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex').slice(0, 10);

/**
 * Builds the page: index.html, and its scripts, styles and number rules under hashed names. Each part of the page is a
 * file of its own that is loaded when it is needed: first the sign-in, then the desk, then the SDKs.
 */
export async function bundlePage(root: string): Promise<Output[]> {
  const numbers = numberFiles();
  const sounds = soundFiles();
  const styles = await lateStyles(root);
  const outdir = path.join(root, 'dist');
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'assets/main.tsx', out: 'cordboard' },
      { in: 'assets/style/main.css', out: 'cordboard' },
      { in: 'assets/icon.svg', out: 'icon' },
    ],
    outdir: path.join(outdir, 'assets', FOLDER),
    write: false,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    plugins: [withoutPolyfills],
    define: {
      NUMBERS_PATH: JSON.stringify(`/${numbers.folder}`),
      SOUNDS_PATH: JSON.stringify(`/${sounds.folder}`),
      LATE_STYLES: JSON.stringify(styles.urls),
    },
    metafile: true,
    logLevel: 'warning',
  });
  const html = Buffer.from(await page(root, outdir, metafile));
  return [
    ...outputFiles.map(({ path: file, contents }) => ({
      path: path.relative(outdir, file).replaceAll('\\', '/'),
      contents,
    })),
    ...numbers.files,
    ...sounds.files,
    // Its name stays: functions tell Twilio to play it.
    { path: 'assets/music/wait.wav', contents: waitMusic() },
    ...styles.files,
    // The platform serves / from /assets/index.html; the other name is for who types it.
    { path: 'assets/assets/index.html', contents: html },
    { path: 'assets/index.html', contents: html },
  ];
}

/** Styles that come with the parts of the page that are loaded later; `urls` tells them by their names. */
async function lateStyles(root: string): Promise<{ urls: Record<string, string>; files: Output[] }> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: LATE.map((name) => ({ in: `assets/style/late/${name}.css`, out: name })),
    outdir: path.join(root, 'dist', 'assets', FOLDER),
    write: false,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const urls = outputFiles.map(({ path: file }) => {
    const name = path.basename(file);
    return [name.slice(0, name.lastIndexOf('-')), `/${FOLDER}/${name}`];
  });
  return {
    urls: Object.fromEntries(urls),
    files: outputFiles.map(({ path: file, contents }) => ({
      path: `assets/${FOLDER}/${path.basename(file)}`,
      contents,
    })),
  };
}

/** index.html with the names that the build gave. */
async function page(root: string, dist: string, { outputs }: Metafile): Promise<string> {
  const url = (output: string) =>
    `/${path.relative(path.join(dist, 'assets'), path.resolve(root, output)).replaceAll('\\', '/')}`;
  const made = (source: string, extension: string): string => {
    const found = Object.entries(outputs).find(
      ([name, { entryPoint, inputs }]) =>
        name.endsWith(extension) && (entryPoint === source || (entryPoint === undefined && source in inputs)),
    );
    if (found === undefined) throw new Error(`esbuild made nothing of ${source}`);
    return found[0];
  };
  const script = made('assets/main.tsx', '.js');
  const preload = (outputs[script]?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path: chunk }) => `<link rel="modulepreload" href="${url(chunk)}" />`);
  const filled: Record<string, string> = {
    policy: PAGE_POLICY,
    icon: url(made('assets/icon.svg', '.svg')),
    style: url(made('assets/style/main.css', '.css')),
    script: url(script),
    preload: preload.join('\n    '),
  };
  const template = await readFile(path.join(root, 'assets', 'index.html'), 'utf8');
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => filled[name] ?? '');
}

/** A file for each letter that codes of countries begin with; the page fetches those of the countries it may call. */
function numberFiles(): { folder: string; files: Output[] } {
  const groups = new Map<string, string[]>();
  for (const [country, text] of numberRules()) {
    const group = country.slice(0, 1);
    groups.set(group, [...(groups.get(group) ?? []), `${JSON.stringify(country)}:${text}`]);
  }
  const texts = [...groups].map(([group, entries]): [string, string] => [group, `{${entries.join(',')}}`]);
  const folder = `${FOLDER}/numbers-${hash(texts.map(([, text]) => text).join('\n'))}`;
  const files = texts.map(([group, text]) => ({
    path: `assets/${folder}/${group}.json`,
    contents: Buffer.from(text),
  }));
  return { folder, files };
}

/** What the Voice SDK plays, from here instead of from elsewhere. */
function soundFiles(): { folder: string; files: Output[] } {
  const sounds = [...pageSounds()];
  const folder = `${FOLDER}/sounds-${hash(Buffer.concat(sounds.map(([, contents]) => contents)))}`;
  return {
    folder,
    files: sounds.map(([name, contents]) => ({ path: `assets/${folder}/${name}.wav`, contents })),
  };
}
