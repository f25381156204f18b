import { effect, signal } from '@preact/signals';
import { language } from '..';

/** Texts that are loaded with a part of the page. */
export interface PartTexts<Key extends string> {
  /** The text by that name, `{…}` filled in. Components that use it are drawn anew when the language changes. */
  say(key: Key, fill?: Record<string, string | number>): string;
  /** Whether there is a text by that name: for names that come from elsewhere. */
  has(key: string): key is Key;
  /** Speaks the page's language from now on. Resolves when it does. */
  follow(): Promise<void>;
}

/** The texts of a part of the page: English is there at once, Spanish is loaded by whoever speaks it. */
export function partTexts<Key extends string>(
  en: Readonly<Record<Key, string>>,
  es: () => Promise<Readonly<Record<Key, string>>>,
): PartTexts<Key> {
  const texts = signal(en);
  const load = async (): Promise<void> => {
    const wanted = language.peek();
    const loaded = wanted === 'es' ? await es() : en;
    if (language.peek() === wanted) texts.value = loaded;
  };
  let following: Promise<void> | undefined;
  return {
    say: (key, fill = {}) =>
      texts.value[key].replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? '')),
    has: (key): key is Key => Object.hasOwn(en, key),
    follow: () => {
      if (following === undefined) {
        following = load();
        effect(() => {
          language.value;
          load().catch(() => undefined);
        });
      }
      return following;
    },
  };
}
