import { bursting } from './bench/burst';
import { calling } from './bench/calling';
import { control } from './bench/control';
import type { Figure } from './bench/figure';
import { incoming } from './bench/incoming';
import { loading } from './bench/loading';
import { page } from './bench/page';
import { positions } from './bench/position';
import { provisioning } from './bench/provisioning';
import { reconciling } from './bench/reconciling';
import { routing } from './bench/routing';
import { starting } from './bench/starting';
import { build } from './build';
import { paint } from './terminal';
import { UserError } from './user-error';

/** What is measured, in the order it is shown. A new capability adds its own file here. */
const MEASURES: Record<string, () => Promise<Figure[]>> = {
  calling,
  control,
  incoming,
  routing,
  bursting,
  positions,
  reconciling,
  loading,
  starting,
  provisioning,
  page,
};

/** The measures that were asked for by name; all when none was. */
function chosen(names: string[]): (() => Promise<Figure[]>)[] {
  const unknown = names.find((name) => !Object.hasOwn(MEASURES, name));
  if (unknown !== undefined)
    throw new UserError(`There is no measure "${unknown}". There are: ${Object.keys(MEASURES).join(', ')}.`);
  return Object.entries(MEASURES).flatMap(([name, measure]) =>
    names.length === 0 || names.includes(name) ? [measure] : [],
  );
}

/**
 * `npm run bench [-- --json] [-- routing bursting …]`: measures what Cordboard promises, or those parts of it. Exit code 1
 * when a figure is over its target.
 */
export async function main(args: string[]): Promise<number> {
  const measures = chosen(args.filter((arg) => !arg.startsWith('--')));
  await build();
  const figures: Figure[] = [];
  for (const measure of measures) figures.push(...(await measure()));
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
