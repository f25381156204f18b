import type { Deps, Input } from '../endpoint';
import type { Told } from './announcement';
import type { Waiting } from './schemas';
import { PATHS } from './twiml';
import type { Locale } from './words';

/** What our addresses carry of what a caller was told. */
type Carried = Pick<Input<typeof Waiting>, 'said' | 'position' | 'minutes' | 'offered'>;

/** What a waiting caller was told, by the address that is asked; undefined when nothing. */
export function toldOf({ said, position, minutes, offered }: Carried): Told | undefined {
  if (said === undefined) return undefined;
  return {
    said,
    ...(position === undefined ? {} : { position }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(offered === undefined ? {} : { offered }),
  };
}

/** The same for an address. */
const queryOf = (told: Told | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(told ?? {}).map(([key, value]) => [key, String(value)]));

/** Where a caller who waits goes on; they have been greeted. */
export const waitingUrl = (
  deps: Deps,
  locale: Locale,
  told: Told | undefined,
  { path = PATHS.wait, ...more }: Record<string, string> = {},
): string => deps.webhookUrl(path, { language: locale, greeted: '1', ...queryOf(told), ...more });
