import { type Locale, otherLanguage } from './words';

/** What a caller wants, as they chose it in the menu. */
export type Reason = 'sales' | 'support';

/** How often the menu is told before the caller is put through to anybody. */
export const MOST_ASKED = 3;
/** After so much silence nobody will press a key: an old telephone, or hands that hold something else. */
const MOST_SILENT = 2;

/** How far a caller is in the menu. Carried by the URLs. */
export interface Asked {
  /** How often they were asked. */
  times: number;
  /** How often they pressed nothing. */
  silent: number;
}

/** What follows a key, or none. */
export type MenuStep =
  | { do: 'queue'; reason?: Reason }
  | { do: 'ask'; because: 'wrongKey' | 'noKey'; asked: Asked };

const REASONS: Record<string, Reason> = { '1': 'sales', '2': 'support' };

/** What was chosen by a key; `operator` is whoever is free, undefined no choice at all. */
export const reasonOf = (digits: string): Reason | 'operator' | undefined =>
  digits === '0' ? 'operator' : REASONS[digits];

/** What follows what the caller pressed in the menu; nobody is asked for ever. */
export function menuStep(digits: string, asked: Asked): MenuStep {
  const reason = reasonOf(digits);
  if (reason === 'operator') return { do: 'queue' };
  if (reason !== undefined) return { do: 'queue', reason };
  const silent = asked.silent + (digits === '' ? 1 : 0);
  if (asked.times >= MOST_ASKED || silent >= MOST_SILENT) return { do: 'queue' };
  return {
    do: 'ask',
    because: digits === '' ? 'noKey' : 'wrongKey',
    asked: { times: asked.times + 1, silent },
  };
}

/** Keys of the languages: 1 is the one that is spoken first, and the one for whoever presses nothing. */
export const OTHER_LANGUAGE_KEY = '2';

/** The language that was chosen at the greeting. */
export const languageOf = (digits: string, first: Locale): Locale =>
  digits === OTHER_LANGUAGE_KEY ? otherLanguage(first) : first;
