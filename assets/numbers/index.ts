import { signal } from '@preact/signals';
import { type ReadNumber, readNumber } from './read';
import type { CountryRules } from './rules';
import { writeNumber, writeTyped } from './write';

export type { NumberProblem, ReadNumber } from './read';
export { digitsOf } from './read';

/** Where the build has put the rules; its name changes when they do. */
declare const NUMBERS_PATH: string;

/** Rules of the allowed countries, the default one first; empty until they are here. */
const rules = signal<CountryRules[]>([]);

/** Fetches the rules of these countries. Until then, and without network, numbers are shown as they are typed. */
export async function loadNumbers(countries: readonly string[]): Promise<void> {
  // Countries lie together by the first letter of their code: a file each would be 245 uploads of every deploy.
  const groups = [...new Set(countries.map((country) => country.slice(0, 1)))];
  const files = await Promise.all(
    groups.map(async (group) => {
      const response = await fetch(`${NUMBERS_PATH}/${group}.json`);
      return response.ok ? ((await response.json()) as Record<string, CountryRules>) : {};
    }),
  );
  const all: Record<string, CountryRules> = Object.assign({}, ...files);
  const found = countries.map((country) => all[country]);
  rules.value = found.filter((each) => each !== undefined);
}

/** Reads what somebody typed; undefined as long as the rules are not here, then only the functions can tell. */
export const read = (text: string): ReadNumber | undefined =>
  rules.value.length === 0 ? undefined : readNumber(text, rules.value);

/** What a number box shows for what was typed. */
export const typed = (text: string): string => writeTyped(text, rules.value);

/** A number for reading. */
export const shown = (e164: string): string => writeNumber(e164, rules.value);
