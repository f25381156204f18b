/** How fast speech goes in the emulator: about as fast as Twilio's voices read English. */
export const CHARACTERS_PER_SECOND = 15;
const SHORTEST_SECONDS = 0.4;

/** How long it takes to say `text`, in seconds of emulated time. */
export const speakingSeconds = (text: string): number =>
  Math.max(SHORTEST_SECONDS, text.length / CHARACTERS_PER_SECOND);

/** The sentences of a text, in order, blanks tidied; nothing for a blank text. */
export function sentences(text: string): string[] {
  const tidy = text.replace(/\s+/g, ' ').trim();
  return tidy === '' ? [] : tidy.split(/(?<=[.!?])\s+/);
}
