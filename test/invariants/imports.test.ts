import { imports, read, sources } from './sources';

const area = (file: string): string => file.split('/')[0] ?? '';
/** The room of src/ a path belongs to: `calls`, or `config` for src/config. */
const room = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '');
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.includes('/testing');

function offenders(
  folder: string,
  allowed: (from: string, file: string, types: boolean) => boolean,
): string[] {
  return sources(folder)
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      imports(file)
        .filter(({ from }) => /^(functions|src|assets|emulator|provision|scripts|test)\//.test(`${from}/`))
        .filter(({ from, types }) => !allowed(from, file, types))
        .map(({ from }) => `${file} imports ${from}`),
    );
}

test('functions import src and nothing else', () => {
  expect(offenders('functions', (from) => area(from) === 'src')).toEqual([]);
});

test('src imports only src', () => {
  expect(offenders('src', (from) => area(from) === 'src')).toEqual([]);
});

/** The one way in for the page to what src does, beside the types of its contracts. */
const PAGE_ENTRY = 'src/calls/view';

test('the page takes types of src from the contracts, and of its code only how a call is seen', () => {
  expect(
    offenders(
      'assets',
      (from, _file, types) =>
        area(from) === 'assets' || from === PAGE_ENTRY || (types && /^src\/[^/]+\/contract$/.test(from)),
    ),
  ).toEqual([]);
});

test('what the page takes of src is pure: it needs no package and no other room', () => {
  const walk = (file: string): string[] =>
    imports(`${file}.ts`)
      .filter(({ types }) => !types)
      .flatMap(({ from }) => (from.startsWith('src/calls/state/') ? walk(from) : [`${file} needs ${from}`]));
  expect(walk(PAGE_ENTRY)).toEqual([]);
});

test('the emulator stands alone', () => {
  expect(offenders('emulator', (from) => area(from) === 'emulator')).toEqual([]);
});

test('the emulator does not know the name of what it runs', () => {
  expect(sources('emulator').filter((file) => /cordboard/i.test(read(file)))).toEqual([]);
});

test('provision imports, of all else, only the configuration', () => {
  expect(offenders('provision', (from) => area(from) === 'provision' || from === 'src/config')).toEqual([]);
});

test('rooms of src meet through their index', () => {
  const open = ['endpoint', 'config', 'live-state', 'twilio'];
  expect(
    offenders(
      'src',
      (from, file) =>
        room(from) === room(file) ||
        open.includes(room(from)) ||
        /^src\/[^/]+(\/(index|contract))?$/.test(from),
    ),
  ).toEqual([]);
});

test('rooms of src do not import each other in circles', () => {
  const edges = new Map<string, Set<string>>();
  for (const file of sources('src').filter((source) => !isTest(source))) {
    for (const { from, types } of imports(file)) {
      if (types || area(from) !== 'src' || room(from) === room(file)) continue;
      edges.set(room(file), (edges.get(room(file)) ?? new Set()).add(room(from)));
    }
  }
  const circles: string[] = [];
  const walk = (at: string, path: string[]): void => {
    if (path.includes(at)) circles.push([...path.slice(path.indexOf(at)), at].join(' → '));
    else for (const next of edges.get(at) ?? []) walk(next, [...path, at]);
  };
  for (const start of edges.keys()) walk(start, []);
  expect(circles).toEqual([]);
});

test('nothing loose is left in the sources', () => {
  const loose =
    /\bas any\b|: any\b|@ts-ignore|@ts-expect-error|biome-ignore|\b(it|test|describe)\.(skip|only|todo)\b/;
  const files = ['functions', 'src', 'assets', 'emulator', 'provision', 'scripts', 'test'].flatMap(sources);
  expect(
    files.filter((file) => file !== 'test/invariants/imports.test.ts' && loose.test(read(file))),
  ).toEqual([]);
});
