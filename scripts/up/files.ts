import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../user-error';

/** A file that is deployed. */
export interface DeployedFile {
  kind: 'function' | 'asset';
  /** Where it is served. Twilio's own toolkit gives a file this as its name too, and so finds again what we have made. */
  path: string;
  visibility: 'public' | 'protected' | 'private';
  content: Buffer;
  type: string;
}

/** What a deploy consists of, beside the variables. */
export interface Bundle {
  files: DeployedFile[];
  /** Packages that the functions require. */
  dependencies: { name: string; version: string }[];
  /** Tells this bundle from every other. */
  digest: string;
}

/** https://www.twilio.com/docs/serverless/api/resource/build */
export const RUNTIME = 'node22';

const TYPES: Record<string, string> = {
  css: 'text/css',
  gif: 'image/gif',
  html: 'text/html',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'application/javascript',
  json: 'application/json',
  map: 'application/json',
  mp3: 'audio/mpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  wav: 'audio/wav',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

/** How the toolkit makes a path and a visibility of a file's name: `voice/inbound.protected.js` → `/voice/inbound`. */
function served(kind: DeployedFile['kind'], file: string): Pick<DeployedFile, 'path' | 'visibility'> {
  const { dir, name, ext } = path.posix.parse(file);
  const visibility = /\.(protected|private)$/.exec(name)?.[1] as DeployedFile['visibility'] | undefined;
  const base = visibility === undefined ? name : name.slice(0, -visibility.length - 1);
  const end = kind === 'function' ? '' : ext;
  return { path: path.posix.join('/', dir, base + end), visibility: visibility ?? 'public' };
}

async function filesIn(folder: string, kind: DeployedFile['kind']): Promise<DeployedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && entry.name !== '.DS_Store')
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => kind === 'asset' || name.endsWith('.js'))
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      ...{ kind, ...served(kind, name) },
      content: await readFile(path.join(folder, name)),
      type: TYPES[path.extname(name).slice(1).toLowerCase()] ?? 'application/octet-stream',
    })),
  );
}

/** Reads what was built into `folder`. */
export async function bundleIn(folder: string): Promise<Bundle> {
  const [functions, assets, text] = await Promise.all([
    filesIn(path.join(folder, 'functions'), 'function'),
    filesIn(path.join(folder, 'assets'), 'asset'),
    readFile(path.join(folder, 'package.json'), 'utf8'),
  ]);
  const files = [...functions, ...assets];
  const paths = files.map((file) => `${file.kind} ${file.path}`);
  const twice = paths.find((one, at) => paths.indexOf(one) !== at);
  if (twice !== undefined)
    throw new UserError(`Two files in ${folder} make the ${twice}. Rename one of them.`);
  const hash = createHash('sha256').update(`${RUNTIME}\n${text}`);
  for (const { kind, path: where, visibility, content } of files)
    hash.update(`\n${kind} ${visibility} ${where} ${content.length}\n`).update(content);
  const wanted = (JSON.parse(text) as { dependencies?: Record<string, string> }).dependencies ?? {};
  const dependencies = Object.entries(wanted).map(([name, version]) => ({ name, version }));
  return { files, dependencies, digest: hash.digest('hex').slice(0, 16) };
}
