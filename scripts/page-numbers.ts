import metadata from 'libphonenumber-js/max/metadata';
import type { CountryRules } from '../assets/numbers/rules';

/** Places in a country's entry of libphonenumber's metadata, as its own reader (source/metadata.js) has them. */
const AT = {
  code: 0,
  idd: 1,
  pattern: 2,
  lengths: 3,
  formats: 4,
  trunk: 5,
  trunkRule: 6,
  trunkParse: 7,
  trunkChange: 8,
  lead: 10,
  kinds: 11,
};
/** Kinds of numbers in the order of the metadata: fixed line, mobile, toll free, …, VoIP. */
const CALLABLE = [0, 1, 2, 8];

type Entry = readonly unknown[];
type Format = readonly [pattern: string, format: string, leading?: string[], trunkRule?: string | 0];

const text = (entry: Entry, at: number): string => {
  const value = entry[at];
  return typeof value === 'string' ? value : '';
};

/** What the page needs of one country: enough to read, judge and write its numbers. */
function rulesOf(country: string, entry: Entry): CountryRules {
  const kinds = (entry[AT.kinds] ?? []) as ([string] | undefined)[];
  const patterns = (wanted: boolean) =>
    kinds.flatMap((kind, at) => (kind?.[0] && CALLABLE.includes(at) === wanted ? [kind[0]] : []));
  const general = text(entry, AT.pattern);
  const callable = patterns(true);
  return {
    country,
    code: text(entry, AT.code),
    idd: text(entry, AT.idd),
    pattern: general,
    lengths: (entry[AT.lengths] ?? []) as number[],
    trunk: text(entry, AT.trunk),
    trunkParse: text(entry, AT.trunkParse) || text(entry, AT.trunk),
    trunkChange: text(entry, AT.trunkChange),
    lead: text(entry, AT.lead),
    callable: callable.length > 0 ? callable : [general],
    refused: patterns(false),
    formats: ((entry[AT.formats] || []) as Format[]).map(([pattern, format, leading = [], rule]) => [
      pattern,
      format,
      leading.at(-1) ?? '',
      rule || text(entry, AT.trunkRule),
    ]),
  };
}

/** Rules of every country that has numbers of its own, by ISO code, as the JSON text that the page fetches. */
export function numberRules(): Map<string, string> {
  const main = new Map(
    Object.values(metadata.country_calling_codes).map(([first]) => [
      (metadata.countries[first as keyof typeof metadata.countries] as Entry)[AT.code],
      first,
    ]),
  );
  return new Map(
    Object.entries(metadata.countries).map(([country, entry]) => {
      const rules = rulesOf(country, entry as Entry);
      // Countries that share a calling code write their numbers as the main one does.
      const lender = main.get(rules.code);
      if (rules.formats.length === 0 && lender !== undefined && lender !== country)
        rules.formats = rulesOf(
          lender,
          metadata.countries[lender as keyof typeof metadata.countries] as Entry,
        ).formats;
      return [country, JSON.stringify(rules)];
    }),
  );
}
