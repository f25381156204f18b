import { effect, signal } from '@preact/signals';
import { language } from '..';
import { lateEn } from './en';

/** The name of a text that is loaded with the desk's later parts. */
export type LateKey = keyof typeof lateEn;
/** All of these texts in one language. */
export type LateTexts = Record<LateKey, string>;

const texts = signal<LateTexts>(lateEn);

/** As `t`, for the parts of the page that are loaded when somebody is at the desk. */
export function tl(key: LateKey, fill: Record<string, string | number> = {}): string {
  return texts.value[key].replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ''));
}

/** Whether there is a text by that name: for names that come from elsewhere. */
export const isLateText = (key: string): key is LateKey => Object.hasOwn(lateEn, key);

async function load(): Promise<void> {
  const wanted = language.peek();
  const loaded = wanted === 'es' ? (await import('./es')).lateEs : lateEn;
  if (language.peek() === wanted) texts.value = loaded;
}

let following: Promise<void> | undefined;

/** Speaks the page's language from now on. Resolves when it does. */
export function followLanguage(): Promise<void> {
  if (following === undefined) {
    following = load();
    effect(() => {
      language.value;
      load().catch(() => undefined);
    });
  }
  return following;
}
