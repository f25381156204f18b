import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folders whose code is ours, as in docs/architecture.md. */
export const AREAS = ['functions', 'src', 'assets', 'emulator', 'provision', 'scripts', 'test'];

/** Every TypeScript source below `folder`, as paths from the project's root, with `/`. */
export function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => /\.tsx?$/.test(file))
    .sort();
}

export const read = (file: string): string => readFileSync(file, 'utf8');

/** What a source imports; `types` says whether only types come from there. Local paths are from the project's root. */
export function imports(file: string): { from: string; types: boolean }[] {
  const found = read(file).matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s+)?'([^']+)'/gm);
  return [...found].map(([, type, from = '']) => ({
    from: from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from,
    types: type !== undefined,
  }));
}
