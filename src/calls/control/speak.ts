import type { Deps } from '../../endpoint';
import type { CallRef } from '../items';

/** Where Twilio asks for what is to be heard in a call. */
const PATH = '/calls/speak';

/** The address of music without end. */
export const musicUrl = (deps: Deps, call: string): string => deps.webhookUrl(PATH, { call, music: '1' });

/** The address of keys that are pressed for a line. */
export const digitsUrl = (deps: Deps, call: string, digits: string): string =>
  deps.webhookUrl(PATH, { call, digits });

/** The address of something that is said. */
export const textUrl = (deps: Deps, call: string, text: string, language: 'en' | 'es'): string =>
  deps.webhookUrl(PATH, { call, text, language });

/** The address of the words that tell everybody that they are recorded. */
export const recordedUrl = (
  deps: Deps,
  { agent, call }: CallRef,
  take: number,
  said: { text: string; language: 'en' | 'es' },
): string => deps.webhookUrl(PATH, { agent, call, take: String(take), ...said });
