import { lateEn } from './en';
import { partTexts } from './texts';

/** The name of a text that is loaded with the desk's later parts. */
export type LateKey = keyof typeof lateEn;
/** All of these texts in one language. */
export type LateTexts = Record<LateKey, string>;

const texts = partTexts<LateKey>(lateEn, async () => (await import('./es')).lateEs);

/** As `t`, for the parts of the page that are loaded when somebody is at the desk. */
export const tl = texts.say;

/** Whether there is a text by that name: for names that come from elsewhere. */
export const isLateText = texts.has;

/** Speaks the page's language from now on. Resolves when it does. */
export const followLanguage = texts.follow;
