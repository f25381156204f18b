import { partTexts } from '../texts';
import { superviseEn } from './en';

/** The name of a text that is loaded for supervisors. */
export type SuperviseKey = keyof typeof superviseEn;
/** All of these texts in one language. */
export type SuperviseTexts = Record<SuperviseKey, string>;

const texts = partTexts<SuperviseKey>(superviseEn, async () => (await import('./es')).superviseEs);

/** As `t`, for what supervisors see of live calls. */
export const ts = texts.say;

/** Speaks the page's language from now on. Resolves when it does. */
export const followLanguage = texts.follow;
