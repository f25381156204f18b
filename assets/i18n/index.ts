import { signal } from '@preact/signals';
import { en } from './en';

/** The name of a text. */
export type TextKey = keyof typeof en;
/** All texts in one language. */
export type Texts = Record<TextKey, string>;
/** Languages the page speaks. */
export type Language = 'en' | 'es';

/** Each language by its own name. */
export const LANGUAGES: Record<Language, string> = { en: 'English', es: 'Español' };

const texts = signal<Texts>(en);
/** The language shown now. */
export const language = signal<Language>('en');
const CHOICE = 'cordboard.language';

/** The text by that name, `{…}` filled in. Components that use it are drawn anew when the language changes. */
export function t(key: TextKey, fill: Record<string, string | number> = {}): string {
  return texts.value[key].replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ''));
}

/** Whether there is a text by that name: for codes that come from elsewhere. */
export const isText = (key: string): key is TextKey => Object.hasOwn(en, key);

const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text);

/** The language asked for here before, else the first that the browser asks for and we speak. */
function wanted(): Language | undefined {
  const chosen = localStorage.getItem(CHOICE) ?? '';
  const asked = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return asked.find(isLanguage);
}

async function show(next: Language): Promise<void> {
  texts.value = next === 'en' ? en : (await import('./es')).es;
  language.value = next;
  document.documentElement.lang = next;
}

/** Speaks the reader's language; `otherwise` when they ask for none that there is. */
export const startLanguage = (otherwise: Language = 'en'): Promise<void> => show(wanted() ?? otherwise);

/** Changes the language and remembers it. */
export async function chooseLanguage(next: Language): Promise<void> {
  localStorage.setItem(CHOICE, next);
  await show(next);
}

/** The names of countries in the language shown, as a list in words. */
export function countryNames(codes: readonly string[]): string {
  const names = new Intl.DisplayNames([language.value], { type: 'region' });
  return new Intl.ListFormat([language.value], { type: 'disjunction' }).format(
    codes.map((code) => names.of(code) ?? code),
  );
}
