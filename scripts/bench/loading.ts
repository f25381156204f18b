import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { functionSources } from '../build';
import { privateAssets } from '../packs/private-assets';
import { type Figure, figure, median } from './figure';

const PROCESSES = 15;

/** What is loaded with a function's first request, by what that is: packs beside the core. */
const FIRST_USE: Record<string, { of: string; packs: string[] }> = {
  'first use, a report of a call': {
    of: 'phone-to-phone/status.protected',
    packs: ['base', 'settle', 'state'],
  },
  'first use, a number': { of: 'setup/phone/init', packs: ['base', 'people', 'numbers'] },
};

/**
 * Milliseconds to load a built function in a fresh process, over an empty function of the same package, with `twilio`
 * already loaded as Twilio's runtime has it. Both are taken in the same process, and the functions in turns, so that the
 * machine's mood meets them all alike. Told is the slowest function by the median, by name; then what some first
 * requests load besides.
 */
export async function loading(): Promise<Figure[]> {
  const sources = await functionSources();
  const samples = new Map(sources.map((source) => [source, [] as number[]]));
  for (let round = 0; round < PROCESSES; round++)
    for (const [source, taken] of samples) taken.push(loadOnce(source.replace(/\.ts$/, ''))[0]);
  const [source, taken] = [...samples].reduce((one, other) =>
    median(other[1]) > median(one[1]) ? other : one,
  );
  const name = source.replace(/(\.protected)?\.ts$/, '');
  const firstUses = Object.entries(FIRST_USE).map(([use, { of, packs }]) => {
    const times = Array.from({ length: PROCESSES }, () => loadOnce(of, packs)[1]);
    return figure(use, 'ms', 5, times);
  });
  return [figure(`load, worst: ${name}`, 'ms', 1, taken), ...firstUses];
}

/** How long a function takes to load, and then how long packs take. */
function loadOnce(source: string, packs: string[] = []): [load: number, packs: number] {
  const assets = Object.fromEntries(
    Object.entries(privateAssets()).map(([name, asset]) => [name, { path: asset.path }]),
  );
  const program = `
    require('twilio');
    const time = (load) => { const start = process.hrtime.bigint(); load(); return Number(process.hrtime.bigint() - start) / 1e6; };
    const fs = require('node:fs'), path = require('node:path');
    const assets = ${JSON.stringify(assets)};
    globalThis.Runtime = { getAssets: () => assets };
    const empty = path.join(fs.mkdtempSync(path.resolve('dist/empty-')), 'empty.js');
    fs.writeFileSync(empty, 'exports.handler = (context, event, callback) => callback();');
    // What loading the SDK has left behind is collected now: it would fall, a whole millisecond, into the loading of
    // some functions and not of others, by their size to the byte.
    gc({ type: 'minor' });
    const base = time(() => require(empty));
    const load = time(() => require(${JSON.stringify(path.resolve('dist/functions', `${source}.js`))})) - base;
    const packs = time(() => { for (const pack of ${JSON.stringify(packs)}) require(assets['/packs/' + pack + '.js'].path); });
    console.log(JSON.stringify([load, packs]));
    fs.rmSync(path.dirname(empty), { recursive: true });
  `;
  const result = spawnSync(process.execPath, ['--expose-gc', '-e', program], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${source} could not be loaded:\n${result.stderr}`);
  return JSON.parse(result.stdout) as [number, number];
}
