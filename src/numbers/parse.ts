import { type CountryCode, type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import { METADATA } from './metadata';

/** What is wrong with a number somebody wants called or verified. Names go into `details.problem`. */
export type NumberProblem =
  /** No telephone number of anywhere, or one with an extension, or an emergency or short number. */
  | 'not_a_number'
  /** Of a country outside ALLOWED_COUNTRIES. */
  | 'country_not_allowed'
  /** Premium rate, shared cost, pager, voicemail access, …: what costs the caller or reaches no person. */
  | 'kind_not_allowed';

/** A number read from what somebody typed. */
export type ReadNumber = { ok: true; e164: string; country: string } | { ok: false; problem: NumberProblem };

/** Kinds of numbers that reach a person at an ordinary price. */
const CALLABLE: ReadonlySet<NumberType> = new Set<NumberType>([
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'VOIP',
  'TOLL_FREE',
]);

/** Longer than any way of writing a number (E.164 has 15 digits); what is longer isn't looked at. */
const LONGEST = 40;

/** A text is first a country code for TypeScript here; the metadata decides whether there is such a country. */
function isCountry(code: string): code is CountryCode {
  return Object.hasOwn(METADATA.countries, code);
}

/**
 * Reads a number as people write it: E.164 with spaces or dashes, or in the national form of the first allowed country.
 * Passes only a number that exists as a form, in an allowed country, of a kind that reaches a person.
 *
 * @param countries ISO codes; the first one is the default country. At least one.
 */
export function readNumber(text: string, countries: readonly string[]): ReadNumber {
  const home = countries[0];
  if (text.length > LONGEST || home === undefined || !isCountry(home))
    return { ok: false, problem: 'not_a_number' };
  // `extract: false`: the whole text must be the number, so "call 415… now" is no number.
  const parsed = parsePhoneNumberFromString(text.trim(), { defaultCountry: home, extract: false }, METADATA);
  if (!parsed?.isValid() || parsed.ext !== undefined) return { ok: false, problem: 'not_a_number' };
  // Numbers of no country (satellite, +800) have no `country` and are never allowed.
  if (parsed.country === undefined || !countries.includes(parsed.country))
    return { ok: false, problem: 'country_not_allowed' };
  const kind = parsed.getType();
  if (kind === undefined || !CALLABLE.has(kind)) return { ok: false, problem: 'kind_not_allowed' };
  return { ok: true, e164: parsed.number, country: parsed.country };
}
