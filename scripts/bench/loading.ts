import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { functionSources } from '../build';
import { type Figure, figure, median } from './figure';

const PROCESSES = 15;
/** These parse a phone number and so carry numbering data; the rest do not. */
const PARSES_NUMBERS = /phone-to-phone\/start|voice\/start|setup\/phone\/init/;

/**
 * Milliseconds to load a built function in a fresh process, over an empty function of the same package, with `twilio`
 * already loaded as Twilio's runtime has it. Both are taken in the same process, and the functions in turns, so that the machine's mood
 * meets them all alike. Told of each group: its slowest function by the median, by name.
 */
export async function loading(): Promise<Figure[]> {
  const sources = await functionSources();
  const samples = new Map(sources.map((source) => [source, [] as number[]]));
  for (let round = 0; round < PROCESSES; round++)
    for (const [source, taken] of samples)
      taken.push(loadOnce(path.resolve('dist/functions', source.replace(/\.ts$/, '.js'))));
  const worst = (numbers: boolean, target: number) => {
    const [source, taken] = [...samples]
      .filter(([name]) => PARSES_NUMBERS.test(name) === numbers)
      .reduce((one, other) => (median(other[1]) > median(one[1]) ? other : one));
    const name = source.replace(/(\.protected)?\.ts$/, '');
    return figure(`load, worst ${numbers ? 'with' : 'without'} numbers: ${name}`, 'ms', target, taken);
  };
  return [worst(false, 1), worst(true, 5)];
}

function loadOnce(file: string): number {
  const program = `
    require('twilio');
    const time = (load) => { const start = process.hrtime.bigint(); load(); return Number(process.hrtime.bigint() - start) / 1e6; };
    const fs = require('node:fs'), path = require('node:path');
    const empty = path.join(fs.mkdtempSync(path.resolve('dist/empty-')), 'empty.js');
    fs.writeFileSync(empty, 'exports.handler = (context, event, callback) => callback();');
    // What loading the SDK has left behind is collected now: it would fall, a whole millisecond, into the loading of
    // some functions and not of others, by their size to the byte.
    gc({ type: 'minor' });
    const base = time(() => require(empty));
    console.log(time(() => require(${JSON.stringify(file)})) - base);
    fs.rmSync(path.dirname(empty), { recursive: true });
  `;
  const result = spawnSync(process.execPath, ['--expose-gc', '-e', program], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${file} could not be loaded:\n${result.stderr}`);
  return Number(result.stdout);
}
