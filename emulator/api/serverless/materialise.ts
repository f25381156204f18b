import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Build, FileVersion } from './entities';

const here = createRequire(__filename);

/** `/voice/answer`, protected → `voice/answer.protected.js`: how the toolkit tells who may call a file. */
function fileName({ kind, path: url, visibility }: FileVersion): string {
  const name = decodeURI(url).replace(/^\//, '');
  const extension = kind === 'function' ? '.js' : path.posix.extname(name);
  const stem = extension !== '' && name.endsWith(extension) ? name.slice(0, -extension.length) : name;
  return `${stem}${visibility === 'public' ? '' : `.${visibility}`}${extension}`;
}

/** Where an installed package is, by the search that Node makes from here; undefined when it isn't installed. */
function installed(name: string): string | undefined {
  const places = here.resolve.paths(name) ?? [];
  for (const place of places) {
    try {
      return path.dirname(here.resolve(path.join(place, name, 'package.json')));
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}

/**
 * Lays a build out as a project that the toolkit can serve: the files by path and visibility, and of packages only those
 * that the build declares. Gives back what could not be had, as sentences.
 */
export function materialise(folder: string, build: Build, versions: FileVersion[]): string[] {
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['functions', 'assets', 'node_modules'])
    mkdirSync(path.join(folder, part), { recursive: true });
  for (const version of versions) {
    const file = path.join(folder, version.kind === 'function' ? 'functions' : 'assets', fileName(version));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(version.content, 'base64'));
  }
  const dependencies = Object.fromEntries(build.dependencies.map(({ name, version }) => [name, version]));
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'deployed', private: true, dependencies }),
  );
  return build.dependencies.flatMap(({ name, version }) => link(folder, name, version));
}

function link(folder: string, name: string, version: string): string[] {
  const from = installed(name);
  if (from === undefined)
    return [`The build asks for ${name} ${version}, which is not installed on this machine`];
  const to = path.join(folder, 'node_modules', name);
  mkdirSync(path.dirname(to), { recursive: true });
  symlinkSync(from, to, 'junction');
  const { version: present } = here(path.join(from, 'package.json')) as { version: string };
  const exact = /^\d/.test(version);
  return exact && present !== version
    ? [`The build asks for ${name} ${version}; ${present} is what is installed on this machine`]
    : [];
}
