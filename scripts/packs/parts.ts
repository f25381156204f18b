import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import type { PackedModule } from './modules';
import { PACKS } from './table';

/** A module as part of an output: `part:calls`, or `part:` as part of a function. */
const PART = /^part:(.*)$/;
/** What another pack's module is for who imports it. */
const AWAY = 'away';
/** What an output begins with. */
const ENTRY = 'entry';

/** What a part of the build is made of. */
export interface Parts {
  root: string;
  modules: ReadonlyMap<string, PackedModule>;
  /** Whether anybody asks a pack for this of its names; what nobody asks for stays out. */
  asked: (name: string) => boolean;
}

/**
 * Takes a module into an output when it belongs there. What is of another pack becomes `require("pack:…")` and a name
 * of that pack (see `withWays`). Entries are `function:<file below functions/>` and `pack:<name>`.
 */
export function parts({ root, modules, asked }: Parts): Plugin {
  const sourceOf = (from: string, folder: string): string => {
    const file = path.relative(root, path.resolve(folder, from)).replaceAll('\\', '/');
    if (file.endsWith('.ts')) return file;
    return modules.has(`${file}.ts`) ? `${file}.ts` : `${file}/index.ts`;
  };
  return {
    name: 'parts',
    setup(build) {
      build.onResolve({ filter: /^(pack|function):/ }, ({ path: entry, kind }) =>
        kind === 'entry-point' ? { path: entry, namespace: ENTRY } : { path: entry, external: true },
      );
      build.onLoad({ filter: /^/, namespace: ENTRY }, ({ path: entry }) => {
        const [kind, name = ''] = entry.split(':');
        const contents = kind === 'pack' ? packEntry(name, modules, asked) : functionEntry(name);
        return { contents, resolveDir: root, loader: 'js', pluginData: kind === 'pack' ? name : '' };
      });

      build.onResolve({ filter: /^/ }, ({ path: from, resolveDir, namespace, pluginData }) => {
        const output = namespace === ENTRY ? (pluginData as string) : PART.exec(namespace)?.[1];
        if (output === undefined) return undefined;
        const ours = from.startsWith('.');
        const module = ours ? sourceOf(from, resolveDir) : from;
        const pack = modules.get(module)?.pack;
        // Loading one of our modules does nothing that somebody could rely on.
        if (pack !== undefined && pack !== output)
          return { path: module, namespace: AWAY, sideEffects: false };
        if (!ours) return undefined;
        return { path: path.join(root, module), namespace: `part:${output}`, sideEffects: false };
      });
      build.onLoad({ filter: /^/, namespace: AWAY }, ({ path: module }) => {
        const { pack, names = new Map<string, string>() } = modules.get(module) ?? {};
        const handed = [...names].map(([name, as]) => `${as} as ${name}`);
        return { contents: `export { ${handed.join(', ')} } from 'pack:${pack}';`, loader: 'js' };
      });
      for (const output of ['', ...Object.keys(PACKS)])
        build.onLoad({ filter: /^/, namespace: `part:${output}` }, async ({ path: file }) => ({
          contents: await readFile(file, 'utf8'),
          resolveDir: path.dirname(file),
          loader: 'ts',
        }));
    },
  };
}

/** Plain assignments: the getters that esbuild would put around an ES module's exports take time at every load. */
const functionEntry = (file: string): string =>
  `import { handler } from './functions/${file}';\nexports.handler = handler;`;

function packEntry(pack: string, modules: Parts['modules'], asked: Parts['asked']): string {
  const lines = [...modules].flatMap(([module, { pack: its, names }]) => {
    const wanted = its === pack ? [...names].filter(([, as]) => asked(as)) : [];
    if (wanted.length === 0) return [];
    const from = module.startsWith('src/') ? `./${module}` : module;
    return [
      `import { ${wanted.map(([name, as]) => `${name} as ${as}`).join(', ')} } from '${from}';`,
      ...wanted.map(([, as]) => `exports.${as} = ${as};`),
    ];
  });
  return lines.join('\n');
}
