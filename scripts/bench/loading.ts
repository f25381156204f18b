import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { functionSources } from '../build';
import { type Figure, figure, median } from './figure';

const PROCESSES = 15;
/** These two parse a phone number and so carry numbering data; the rest do not. */
const PARSES_NUMBERS = /phone-to-phone\/start|setup\/phone\/init/;

/**
 * Milliseconds to load a built function in a fresh process, over an empty function there, with `twilio` already loaded
 * as Twilio's runtime has it. Both are taken in the same process, so that the machine's mood cancels out.
 */
export async function loading(): Promise<Figure[]> {
  const sources = await functionSources();
  const times = sources.map((source) => {
    const file = path.resolve('dist/functions', source.replace(/\.ts$/, '.js'));
    const samples = Array.from({ length: PROCESSES }, () => loadOnce(file));
    return { source, median: median(samples) };
  });
  const worst = (light: boolean) =>
    times.filter(({ source }) => PARSES_NUMBERS.test(source) !== light).map((entry) => entry.median);
  return [
    {
      ...figure('load, worst function without numbers', 'ms', 1, [Math.max(...worst(true))]),
      samples: PROCESSES,
    },
    {
      ...figure('load, worst function with numbers', 'ms', 5, [Math.max(...worst(false))]),
      samples: PROCESSES,
    },
  ];
}

function loadOnce(file: string): number {
  const program = `
    require('twilio');
    const time = (load) => { const start = process.hrtime.bigint(); load(); return Number(process.hrtime.bigint() - start) / 1e6; };
    const fs = require('node:fs'), os = require('node:os'), path = require('node:path');
    const empty = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'empty-')), 'empty.js');
    fs.writeFileSync(empty, 'exports.handler = (context, event, callback) => callback();');
    const base = time(() => require(empty));
    console.log(time(() => require(${JSON.stringify(file)})) - base);
    fs.rmSync(path.dirname(empty), { recursive: true });
  `;
  const result = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${file} could not be loaded:\n${result.stderr}`);
  return Number(result.stdout);
}
