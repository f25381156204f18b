import type { CountryRules } from './rules';

/** What is wrong with a number. The first four are what the functions say too; the rest is only for whoever types. */
export type NumberProblem =
  | 'not_a_number'
  | 'country_not_allowed'
  | 'kind_not_allowed'
  | 'own_number'
  | 'caller_id'
  | 'empty'
  /** Could still become a number. */
  | 'too_short'
  | 'too_long'
  | 'emergency';

/** A number as it was understood. */
export type ReadNumber = { ok: true; e164: string; country: string } | { ok: false; problem: NumberProblem };

/** Emergency services must be called from a phone that can be located. */
const EMERGENCY = /^(911|112|999|000|110|118|119)$/;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const begin = (pattern: string): RegExp => new RegExp(`^(?:${pattern})`);

/**
 * The dialable part of whatever was pasted: ASCII digits with a `+` before them if there was one. Takes `tel:` links,
 * `+44 (0)20 …`, full-width and Arabic digits; leaves out an extension.
 */
export function digitsOf(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/^\s*tel:/i, '')
    .replace(/(;|\s*(ext|extn|extension|x|#)\.?)\s*[=:]?\s*\d*.*$/i, '')
    .replace(/(\+\d{1,3}\s*)\(0\)/, '$1');
  return plain.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
}

/** What stands in a number box can be read as a number and nothing else. */
export const looksLikeNumber = (text: string): boolean => /^[+\d\s().\-/]*$/.test(text);

/** The number without what is dialled before it inside its country. */
function national(digits: string, rules: CountryRules): string {
  if (rules.trunkParse === '') return digits;
  const match = begin(rules.trunkParse).exec(digits);
  if (match === null || match[0] === '') return digits;
  const rest = digits.slice(match[0].length);
  // What is changed is only what the last group of the pattern has caught.
  const caught = match.length > 1 && match.at(-1) !== undefined;
  const changed =
    rules.trunkChange !== '' && caught
      ? rules.trunkChange.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '') + rest
      : rest;
  // A number that is right as it stands has no trunk digit, whatever it begins with.
  const fits = whole(rules.pattern);
  return fits.test(digits) && !fits.test(changed) ? digits : changed;
}

/** A number taken apart: in which countries' calling code, and the part after it. */
export interface Split {
  /** The countries that have the calling code; empty when none of ours has. */
  rules: CountryRules[];
  national: string;
  international: boolean;
}

/** Takes digits apart. `all`: the allowed countries, the default one first. */
export function split(digits: string, all: readonly CountryRules[]): Split {
  const home = all[0];
  if (home === undefined) return { rules: [], national: digits, international: false };
  let international = digits.startsWith('+');
  let rest = digits.replace('+', '');
  const idd = international || home.idd === '' ? null : begin(home.idd).exec(rest);
  if (idd !== null) {
    international = true;
    rest = rest.slice(idd[0].length);
  }
  if (!international)
    return { rules: sharing(home.code, all), national: national(rest, home), international };
  const rules = all.filter(({ code }) => rest.startsWith(code));
  const [first] = rules;
  if (first === undefined) return { rules, national: rest, international };
  return { rules, national: national(rest.slice(first.code.length), first), international };
}

const sharing = (code: string, all: readonly CountryRules[]): CountryRules[] =>
  all.filter((rules) => rules.code === code);

const is = (patterns: readonly string[], number: string): boolean =>
  patterns.some((pattern) => whole(pattern).test(number));

/**
 * Reads what somebody typed, as the functions will; they decide, this only tells early. `all`: the allowed countries,
 * the default one first.
 */
export function readNumber(text: string, all: readonly CountryRules[]): ReadNumber {
  const digits = digitsOf(text);
  const refuse = (problem: NumberProblem): ReadNumber => ({ ok: false, problem });
  if (text.trim() === '') return refuse('empty');
  if (EMERGENCY.test(digits)) return refuse('emergency');
  if (digits.replace('+', '') === '') return refuse('not_a_number');
  const { rules, national: number, international } = split(digits, all);
  if (rules.length === 0) return refuse(couldBecome(digits, all) ? 'too_short' : 'country_not_allowed');
  for (const { callable, refused, code, country, lead } of rules) {
    if (lead !== '' && !begin(lead).test(number)) continue;
    if (is(callable, number)) return { ok: true, e164: `+${code}${number}`, country };
    if (is(refused, number)) return refuse('kind_not_allowed');
  }
  const lengths = rules.flatMap((one) => one.lengths);
  if (number.length < Math.min(...lengths)) return refuse('too_short');
  if (number.length > Math.max(...lengths)) return refuse('too_long');
  // A number of a neighbour that shares the calling code looks right and is none of ours.
  const looksRight = international && rules.some(({ pattern }) => whole(pattern).test(number));
  return refuse(looksRight ? 'country_not_allowed' : 'not_a_number');
}

/** `+`, or the beginning of a calling code that is allowed. */
function couldBecome(digits: string, all: readonly CountryRules[]): boolean {
  const rest = digits.replace('+', '');
  return all.some(({ code }) => code.startsWith(rest));
}
