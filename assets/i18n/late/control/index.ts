import { partTexts } from '../texts';
import { controlEn } from './en';

/** The name of a text that is loaded with a call. */
export type ControlKey = keyof typeof controlEn;
/** All of these texts in one language. */
export type ControlTexts = Record<ControlKey, string>;

const texts = partTexts<ControlKey>(controlEn, async () => (await import('./es')).controlEs);

/** As `t`, for what one does during a call. */
export const tc = texts.say;

/** Whether there is a text by that name: for names that come from elsewhere. */
export const isControlText = texts.has;

/** Speaks the page's language from now on. Resolves when it does. */
export const followLanguage = texts.follow;
