import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import {
  AsYouType,
  type CountryCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { numberRules } from '../../scripts/page-numbers';
import { readNumber as serverReads } from '../../src/numbers';
import { digitsOf, readNumber } from './read';
import type { CountryRules } from './rules';
import { writeNumber, writeTyped } from './write';

const texts = numberRules();
const rulesFor = (...countries: string[]): CountryRules[] =>
  countries.map((country) => JSON.parse(texts.get(country) ?? 'null') as CountryRules);
const US = rulesFor('US');
const EUROPE = rulesFor('DE', 'ES', 'GB', 'FR');

test.each([
  ['+1 (415) 555-0123', '+14155550123'],
  ['415.555.0123', '+14155550123'],
  ['1-415-555-0123', '+14155550123'],
  ['tel:+1-415-555-0123', '+14155550123'],
  ['+1 415 555 0123 ext. 7', '+14155550123'],
  ['＋１４１５５５５０１２３', '+14155550123'],
  ['\u202a+1 415 555 0123\u202c', '+14155550123'],
  ['٤١٥٥٥٥٠١٢٣', '+14155550123'],
])('%p, pasted, is the number it means', (text, e164) => {
  expect(readNumber(text, US)).toEqual({ ok: true, e164, country: 'US' });
});

test.each([
  ['030 901820', '+4930901820', 'DE'],
  ['+44 (0)20 7946 0123', '+442079460123', 'GB'],
  ['00 34 612 34 56 78', '+34612345678', 'ES'],
])('%p is read as its country writes it', (text, e164, country) => {
  expect(readNumber(text, EUROPE)).toEqual({ ok: true, e164, country });
});

test.each([
  ['', 'empty'],
  ['911', 'emergency'],
  ['112', 'emergency'],
  ['hello', 'not_a_number'],
  ['415', 'too_short'],
  ['+', 'not_a_number'],
  ['+1 415 555 01234', 'too_long'],
  ['+49 30 901820', 'country_not_allowed'],
  ['+1 876 555 0123', 'country_not_allowed'],
  ['+1 900 555 1234', 'kind_not_allowed'],
  ['015 555 0123', 'not_a_number'],
])('%p is refused before anything is dialled: %s', (text, problem) => {
  expect(readNumber(text, US)).toEqual({ ok: false, problem });
});

test('neighbours under one calling code are told apart when both are allowed', () => {
  expect(readNumber('+1 604 555 0123', rulesFor('US', 'CA'))).toMatchObject({ ok: true, country: 'CA' });
  expect(readNumber('+1 604 555 0123', US)).toEqual({ ok: false, problem: 'country_not_allowed' });
});

const typing = fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.'), maxLength: 20 });

test('what the page understands and sends, the functions let through as the same number', () => {
  const lists = [['US'], ['US', 'CA'], ['GB', 'DE'], ['ES', 'MX', 'US'], ['DE', 'FR', 'IT', 'AR', 'BR']];
  fc.assert(
    fc.property(fc.constantFrom(...lists), typing, (countries, text) => {
      const mine = readNumber(text, rulesFor(...countries));
      if (!mine.ok) return true;
      const theirs = serverReads(mine.e164, countries);
      return theirs.ok && theirs.e164 === mine.e164;
    }),
    { numRuns: 3000 },
  );
});

test('every ordinary number is let through and read back as itself', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 12 });
  let tried = 0;
  fc.assert(
    fc.property(fc.constantFrom('US', 'GB', 'DE', 'ES', 'FR', 'MX', 'AU'), digits, (country, number) => {
      const rules = rulesFor(country);
      const e164 = `+${rules[0]?.code}${number}`;
      const theirs = serverReads(e164, [country]);
      if (!theirs.ok) return true;
      tried += 1;
      const mine = readNumber(e164, rules);
      return mine.ok && mine.e164 === theirs.e164 && readNumber(writeNumber(e164, rules), rules).ok;
    }),
    { numRuns: 4000 },
  );
  expect(tried).toBeGreaterThan(200);
});

test('typing never loses or moves a digit, whatever is typed, and showing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom('US', 'GB', 'DE', 'ES', 'AR'), typing, (country, text) => {
      const rules = rulesFor(country, 'US');
      const once = writeTyped(text, rules);
      return digitsOf(once) === digitsOf(text) && writeTyped(once, rules) === once;
    }),
    { numRuns: 3000 },
  );
});

test('text that is no number stays as it was typed', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z ]{1,20}$/),
      (text) => writeTyped(text, US) === text || text.trim() === '',
    ),
  );
});

test('numbers are written as the country writes them', () => {
  expect(writeTyped('4155550123', US)).toBe('(415) 555-0123');
  expect(writeTyped('41555501', US)).toBe('(415) 555-01');
  expect(writeTyped('+14155550123', US)).toBe('+1 415 555 0123');
  expect(writeTyped('612345678', rulesFor('ES'))).toBe('612 34 56 78');
  expect(writeNumber('+14155550123', US)).toBe('(415) 555-0123');
  expect(writeNumber('+442079460123', rulesFor('US', 'GB'))).toBe('+44 20 7946 0123');
  expect(writeNumber('+442079460123', rulesFor('GB'))).toBe('020 7946 0123');
  expect(writeNumber('+81312345678', US)).toBe('+81312345678');
});

test('whole numbers are written as libphonenumber writes them', () => {
  const samples = [
    '+14155550123',
    '+442079460123',
    '+447400123456',
    '+34612345678',
    '+33612345678',
    '+4930901820',
  ];
  for (const e164 of samples) {
    const parsed = parsePhoneNumberFromString(e164);
    expect(writeNumber(e164, rulesFor(parsed?.country ?? ''))).toBe(parsed?.formatNational());
  }
  expect(writeTyped('+442079460123', EUROPE)).toBe(new AsYouType().input('+442079460123'));
});

test('in every country there is, a mobile number is read however it is written', () => {
  const wrong: string[] = [];
  for (const country of texts.keys()) {
    const number = getExampleNumber(country as CountryCode, examples);
    if (!number || !serverReads(number.number, [country]).ok) continue;
    const rules = rulesFor(country);
    const written = [
      number.number,
      number.formatInternational(),
      number.formatNational(),
      writeNumber(number.number, rules),
    ];
    for (const text of written) {
      const read = readNumber(text, rules);
      if (!read.ok || read.e164 !== number.number) wrong.push(`${country} ${text}`);
    }
  }
  expect(wrong).toEqual([]);
});
