import { createRequire } from 'node:module';
import esbuild from 'esbuild';
import fc from 'fast-check';
import type { MetadataJson } from 'libphonenumber-js/core';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json';
import full from 'libphonenumber-js/max/metadata';
import { leanMetadataModule, NUMBERS_ASSET, numberLines } from './number-metadata';

/** The lean module, run as a bundle would run it. */
function lean(): MetadataJson {
  const { code } = esbuild.transformSync(leanMetadataModule(), { format: 'cjs' });
  const module = { exports: {} as { default: MetadataJson } };
  const Runtime = { getAssets: () => ({ [NUMBERS_ASSET]: { open: numberLines } }) };
  const names = ['module', 'exports', 'require', 'Runtime'];
  new Function(...names, code)(module, module.exports, createRequire(__filename), Runtime);
  return module.exports.default;
}

const METADATA = lean();

function read(text: string, country: string, metadata: MetadataJson) {
  const options = { defaultCountry: country as keyof MetadataJson['countries'], extract: false };
  const parsed = parsePhoneNumberFromString(text, options, metadata);
  return parsed && [parsed.number, parsed.country, parsed.isValid(), parsed.getType(), parsed.ext];
}

test('the lean metadata knows every country', () => {
  expect(Object.keys(METADATA.countries)).toEqual(Object.keys(full.countries));
});

test('every country has its example number read the same', () => {
  for (const [country, national] of Object.entries(examples as Record<string, string>))
    expect(read(national, country, METADATA)).toEqual(read(national, country, full));
});

test('any digits are read the same with the lean as with the full metadata', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 13 });
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(full.countries)),
      digits,
      fc.boolean(),
      (country, text, plus) => {
        const typed = plus ? `+${text}` : text;
        expect(read(typed, country, METADATA)).toEqual(read(typed, country, full));
      },
    ),
    { numRuns: 5000 },
  );
});

test('a country that there is not is not known', () => {
  expect(Object.hasOwn(METADATA.countries, 'XX')).toBe(false);
});

test('a line begins with the two letters of its country', () => {
  for (const line of numberLines().split('\n')) expect(line).toMatch(/^[A-Z]{2}\[/);
});
