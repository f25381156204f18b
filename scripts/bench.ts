import { bursting } from './bench/burst';
import { calling } from './bench/calling';
import type { Figure } from './bench/figure';
import { incoming } from './bench/incoming';
import { loading } from './bench/loading';
import { page } from './bench/page';
import { positions } from './bench/position';
import { routing } from './bench/routing';
import { starting } from './bench/starting';
import { build } from './build';
import { paint } from './terminal';

/** What is measured, in the order it is shown. A new capability adds its own file here. */
const MEASURES: (() => Promise<Figure[]>)[] = [
  calling,
  incoming,
  routing,
  bursting,
  positions,
  loading,
  starting,
  page,
];

/** `npm run bench [-- --json]`: measures what Cordboard promises. Exit code 1 when a figure is over its target. */
export async function main(args: string[]): Promise<number> {
  await build();
  const figures: Figure[] = [];
  for (const measure of MEASURES) figures.push(...(await measure()));
  if (args.includes('--json')) console.log(JSON.stringify({ node: process.version, figures }, null, 2));
  else for (const row of table(figures)) console.log(row);
  return figures.every(({ seen, target }) => seen <= target) ? 0 : 1;
}

function table(figures: Figure[]): string[] {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures.map(({ name, unit, target, seen, samples, spread = [] }) => {
    const shown = Number.isInteger(seen) ? String(seen) : seen.toFixed(2);
    const mark = seen <= target ? paint('green', '✓') : paint('red', '✗');
    return `${mark} ${name.padEnd(width)}  ${shown.padStart(7)} ${unit.padEnd(8)} (at most ${target}; ${samples} samples)${each(spread)}`;
  });
}

/** `2 ×30, 4 ×10`: how often each count was seen, when it was not always the same. */
function each(spread: [number, number][]): string {
  if (spread.length < 2) return '';
  return `: ${spread.map(([count, times]) => `${count} ×${times}`).join(', ')}`;
}
