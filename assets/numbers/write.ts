import { digitsOf, looksLikeNumber, split } from './read';
import type { CountryRules } from './rules';

/** Fills `format` (`($1) $2-$3`) with as many digits as there are, and ends where they end. */
function partly(groups: string[], format: string): string {
  let written = '';
  for (const part of format.split(/(\$\d)/)) {
    const at = /^\$(\d)$/.exec(part);
    if (at === null) {
      written += part;
      continue;
    }
    const group = groups[Number(at[1]) - 1] ?? '';
    if (group === '') break;
    written += group;
  }
  return written.replace(/[\s\-.(/]+$/, '');
}

/** How many digits each group of `pattern` takes at most: `(\d{3})(\d{3})(\d{4})` → 3, 3, 4. */
function sizes(pattern: string): number[] {
  return [...pattern.matchAll(/\(([^()]*)\)/g)].map(([, group = '']) => {
    let size = 0;
    for (const [, range] of group.matchAll(/(?:\\d|\[[^\]]*\]|\d)(?:\{([\d,]+)\})?/g))
      size += range === undefined ? 1 : Number(range.split(',').at(-1));
    return size;
  });
}

function groupsOf(number: string, pattern: string): string[] | undefined {
  const match = new RegExp(`^(?:${pattern})$`).exec(number);
  if (match !== null) return match.slice(1);
  const all = sizes(pattern);
  const capacity = all.reduce((sum, size) => sum + size, 0);
  if (number.length > capacity) return undefined;
  let rest = number;
  return all.map((size) => {
    const group = rest.slice(0, size);
    rest = rest.slice(size);
    return group;
  });
}

/** The number part, complete or not, as its country writes it. */
function written(number: string, rules: CountryRules, international: boolean, trunk: boolean): string {
  const whole = rules.formats.find(
    ([pattern, , leading]) =>
      new RegExp(`^(?:${pattern})$`).test(number) && new RegExp(`^(?:${leading})`).test(number),
  );
  const shortest = Math.min(...rules.lengths);
  // Before it is whole, the format of an ordinary number: the last one, which has the fewest conditions.
  const growing =
    number.length < shortest
      ? (rules.formats.findLast(([, , leading]) => new RegExp(`^(?:${leading})`).test(number)) ??
        rules.formats.at(-1))
      : undefined;
  const chosen = whole ?? growing;
  if (chosen === undefined) return number;
  const [pattern, format, , trunkRule] = chosen;
  const groups = groupsOf(number, pattern);
  if (groups === undefined) return number;
  const plain = international ? format.replace(/\((\$\d)\)\s?/g, '$1 ').replace(/[-/]/g, ' ') : format;
  const text = partly(groups, plain);
  if (international || !trunk || rules.trunk === '') return text;
  if (!trunkRule.includes('$1')) return text;
  return trunkRule.replace('$NP', rules.trunk).replace('$FG', '$1').replace(/\$1/, text);
}

/**
 * What a number box shows for what was typed so far. What can't be a number stays as it is, so that nothing typed is
 * ever lost. Keeps every digit in its order.
 */
export function writeTyped(text: string, all: readonly CountryRules[]): string {
  if (!looksLikeNumber(text)) return text;
  const digits = digitsOf(text);
  const [home] = all;
  if (home === undefined || digits.length < 4) return text;
  const { rules, national, international } = split(digits, all);
  const [own] = rules;
  if (own === undefined) return text;
  const shown = written(national, own, international, false);
  const typed = digits.replace('+', '');
  if (digits.startsWith('+')) return keepsDigits(digits, `+${own.code} ${shown}`, text);
  // With the trunk digit typed, it stays where the country writes it.
  const before = typed.slice(0, Math.max(0, typed.length - national.length));
  const apart = `${before} ${shown}`;
  const whole = before === home.trunk ? written(national, own, false, true) : apart;
  return keepsDigits(digits, before === '' ? shown : whole, keepsDigits(digits, apart, text));
}

/** A format that would drop or move a digit is not used. */
const keepsDigits = (digits: string, shown: string, otherwise: string): string =>
  shown.replace(/[^\d+]/g, '') === digits ? shown : otherwise;

/** An E.164 number for reading: as at home when it is from home, else with its country code. */
export function writeNumber(e164: string, all: readonly CountryRules[]): string {
  const { rules, national } = split(e164, all);
  const [home] = all;
  const [own] = rules;
  if (own === undefined || home === undefined) return e164;
  if (own.code === home.code)
    return written(national, own, false, own.trunk !== '' && own.trunk !== own.code);
  return `+${own.code} ${written(national, own, true, false)}`;
}
