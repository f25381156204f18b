import type { Plugin } from 'esbuild';
import metadata from 'libphonenumber-js/max/metadata';

/** Where in a country's entry the rules for writing numbers prettily are; nobody here formats numbers. */
const FORMATS = 4;

/** Where functions find the countries' entries among the private assets. */
export const NUMBERS_ASSET = '/packs/numbers.txt';

/** A line for each country: its code, then its entry without the rules for formatting, as JSON. */
export function numberLines(): string {
  return Object.entries(metadata.countries)
    .map(([code, entry]) => {
      const lean = [...(entry as unknown[])];
      lean[FORMATS] = 0;
      return `${code}${JSON.stringify(lean)}`;
    })
    .join('\n');
}

/**
 * The metadata as a module that reads the countries from their asset when a number is first judged, and parses a country
 * when it is asked for: a number needs one or two of the 245. It knows the same numbers as the full metadata.
 */
export function leanMetadataModule(): string {
  const { country_calling_codes, nonGeographic, version } = metadata as typeof metadata & {
    nonGeographic: unknown;
  };
  const rest = { version, country_calling_codes, nonGeographic };
  return `
    const texts = () => {
      const asset = Runtime.getAssets()[${JSON.stringify(NUMBERS_ASSET)}];
      if (!asset) throw new Error(${JSON.stringify(`The private asset ${NUMBERS_ASSET} is missing: deploy the assets together with the functions`)});
      return Object.fromEntries(asset.open().split('\\n').map((line) => [line.slice(0, 2), line.slice(2)]));
    };
    let filled = false;
    const fill = (entries) => {
      if (!filled) Object.assign(entries, texts());
      filled = true;
      return entries;
    };
    const countries = new Proxy({}, {
      get(target, code) {
        const entries = fill(target);
        if (typeof entries[code] === 'string') entries[code] = JSON.parse(entries[code]);
        return entries[code];
      },
      has: (target, code) => code in fill(target),
      ownKeys: (target) => Reflect.ownKeys(fill(target)),
      getOwnPropertyDescriptor: (target, code) => Reflect.getOwnPropertyDescriptor(fill(target), code),
    });
    const metadata = JSON.parse(${JSON.stringify(JSON.stringify(rest))});
    metadata.countries = countries;
    export default metadata;`;
}

/** Puts the lean metadata in the place of the full one in whatever esbuild bundles. */
export const leanNumberMetadata: Plugin = {
  name: 'lean-number-metadata',
  setup(build) {
    build.onLoad({ filter: /libphonenumber-js[\\/]metadata\.max\.json(\.js)?$/ }, () => ({
      contents: leanMetadataModule(),
      loader: 'js',
    }));
  },
};
