import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ENVIRONMENT } from '../../src/testing/invoke';
import { privateAssets } from './private-assets';
import { PACKS, packOf } from './table';
import { withWays } from './ways';

test('the longest entry decides in which pack a module is', () => {
  expect(packOf('src/calls/start.ts')).toBe('calls');
  expect(packOf('src/calls/state/facts.ts')).toBe('state');
  expect(packOf('src/calls/items.ts')).toBe('state');
  expect(packOf('src/twilio/upstream.ts')).toBe('base');
  expect(packOf('src/twilio/media.ts')).toBe('recording');
  expect(packOf('valibot')).toBe('base');
});

test('what no entry names is in no pack, also when its name begins like one', () => {
  expect(packOf('src/newcomer/index.ts')).toBeUndefined();
  expect(packOf('src/callsigns/index.ts')).toBeUndefined();
  expect(packOf('libphonenumber-js')).toBeUndefined();
});

test('what needs no other pack gets no way to one', () => {
  expect(withWays('"use strict";exports.a=1;', 'base')).toBe(
    '"use strict";exports.a=1;//# sourceURL=packs/base.js\n',
  );
});

/** Runs an output with packs that are there as objects, and tells which were asked for when. */
function run(text: string, pack: string | undefined, packs: Record<string, object>) {
  const loaded: string[] = [];
  const asset = (name: string) => `/packs/${name}.js`;
  const Runtime = {
    getAssets: () => Object.fromEntries(Object.keys(packs).map((name) => [asset(name), { path: name }])),
  };
  const exports: Record<string, (...args: unknown[]) => unknown> = {};
  const load = (name: string) => {
    loaded.push(name);
    return packs[name];
  };
  new Function('exports', 'require', 'Runtime', withWays(text, pack))(exports, load, Runtime);
  return { exports, loaded };
}

const USES =
  'var c=require("pack:core"),d=require("pack:calls"),e=require("pack:calls");c.declare();exports.f=(...a)=>d.f(...a);exports.g=e.g;';

test('a function is loaded with the core, and with another pack when something of it is called', () => {
  const packs = { core: { declare: () => 1 }, calls: { f: (a: number) => a + 1, g: { type: 'object' } } };
  const { exports, loaded } = run(USES, undefined, packs);
  expect(loaded).toEqual(['core']);
  // Whatever it is that was declared, calling it gives what was meant.
  expect(exports.g?.()).toEqual({ type: 'object' });
  expect(exports.f?.(1)).toBe(2);
  expect(loaded).toEqual(['core', 'calls']);
});

test('a pack has what it takes of another as it is there', () => {
  const { exports, loaded } = run(USES, 'queue', { core: { declare: () => 1 }, calls: { g: 7 } });
  expect(exports.g).toBe(7);
  expect(loaded).toEqual(['core', 'calls']);
});

test('a deploy without the assets says what is missing', () => {
  expect(() => run(USES, undefined, {})).toThrow(
    'The private asset /packs/core.js is missing: deploy the assets together with the functions',
  );
});

/** Loads built packs, and a function, in a process of their own; files are called as Twilio calls them. */
function inProcess(program: string): unknown {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'packs-'));
  try {
    const names = Object.entries(privateAssets()).map(([name, asset], at) => {
      const file = path.join(folder, `ZN${String(at).padStart(32, '0')}`);
      copyFileSync(asset.path, file);
      return [name, file];
    });
    const around = `
      const loaded = [];
      const files = ${JSON.stringify(Object.fromEntries(names))};
      const entries = Object.entries(files).map(([name, path]) => [name, { get path() { loaded.push(name); return path; } }]);
      globalThis.Runtime = { getAssets: () => Object.fromEntries(entries.map(([name, asset]) => [name, Object.create(asset)])) };
      const done = (value) => process.stdout.write(JSON.stringify(value));
    `;
    const child = spawnSync(process.execPath, ['-e', `${around}\n${program}`], {
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: path.resolve('node_modules') },
    });
    if (child.status !== 0) throw new Error(child.stderr);
    return JSON.parse(child.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('loading a pack does nothing that needs another one, but for the core and the base', () => {
  const seen = inProcess(`
    const needed = {};
    for (const [name, file] of Object.entries(files).filter(([name]) => name.endsWith('.js'))) {
      loaded.length = 0;
      require(file);
      needed[name] = [...new Set(loaded)];
    }
    done(needed);`) as Record<string, string[]>;
  expect(Object.keys(seen).sort()).toEqual(
    Object.keys(PACKS)
      .map((pack) => `/packs/${pack}.js`)
      .sort(),
  );
  const free = ['/packs/core.js', '/packs/base.js'];
  for (const [pack, needed] of Object.entries(seen))
    expect({ pack, needed: needed.filter((name) => !free.includes(name)) }).toEqual({ pack, needed: [] });
});

test('a function takes the core along; who has no session is told so without the code of calls', () => {
  const file = path.resolve('dist/functions/calls/state.js');
  const seen = inProcess(`
    class Response {
      setStatusCode(status) { this.status = status; }
      setBody() {}
      setHeaders() {}
      appendHeader() {}
    }
    globalThis.Twilio = { Response };
    const { handler } = require(${JSON.stringify(file)});
    const first = [...loaded];
    const context = ${JSON.stringify({ ...ENVIRONMENT, PATH: '/calls/state', DOMAIN_NAME: 'x.twil.io' })};
    context.getTwilioClient = () => ({});
    console.log = () => {};
    handler(context, { request: { headers: {}, cookies: {} } }, (_, { status }) => done({ first, status, loaded }));`);
  expect(seen).toEqual({
    first: ['/packs/core.js'],
    status: 401,
    loaded: ['/packs/core.js', '/packs/base.js'],
  });
});
