import { partTexts } from '../texts';
import { pastEn } from './en';

/** The name of a text that is loaded with the details of calls that were. */
export type PastKey = keyof typeof pastEn;
/** All of these texts in one language. */
export type PastTexts = Record<PastKey, string>;

const texts = partTexts<PastKey>(pastEn, async () => (await import('./es')).pastEs);

/** As `t`, for the details of calls that were. */
export const tp = texts.say;

/** Speaks the page's language from now on. Resolves when it does. */
export const followLanguage = texts.follow;
