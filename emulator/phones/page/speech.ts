import { effect, signal } from '@preact/signals';
import type { HandsetView } from '../handset-view';

const KEY = 'phones.speak';

/** Whether captions are read aloud by the browser; remembered. */
export const speaking = signal(localStorage.getItem(KEY) === 'yes');

effect(() => {
  localStorage.setItem(KEY, speaking.value ? 'yes' : 'no');
  if (!speaking.value) globalThis.speechSynthesis?.cancel();
});

const spoken = new Map<string, number>();

/** Says what was newly heard on any handset. A call that was under way before the page came is not repeated. */
export function speakNews(phones: readonly HandsetView[]): void {
  for (const { number, callSid, heard } of phones) {
    if (!callSid) continue;
    const key = `${number} ${callSid}`;
    const last = spoken.get(key);
    const news = last === undefined ? [] : heard.filter((caption) => caption.n > last);
    spoken.set(key, heard.at(-1)?.n ?? 0);
    if (!speaking.value) continue;
    for (const { kind, text, language } of news) {
      if (kind !== 'speech' && kind !== 'voice') continue;
      const utterance = new SpeechSynthesisUtterance(text);
      if (language) utterance.lang = language;
      globalThis.speechSynthesis?.speak(utterance);
    }
  }
}
