import type { Config } from '../config';

type Locale = Config['locale'];

/** The voice's language, for <Say>. https://www.twilio.com/docs/voice/twiml/say/text-speech */
export const SPOKEN_LANGUAGE = { en: 'en-US', es: 'es-MX' } as const satisfies Record<Locale, string>;

/** Loaded when the first document is made: most invocations make none. */
const voiceResponse = (): typeof import('twilio/lib/twiml/VoiceResponse') =>
  require('twilio/lib/twiml/VoiceResponse');

/** An empty TwiML document. */
export function newDocument() {
  const VoiceResponse = voiceResponse();
  return new VoiceResponse();
}

/** Has a text said in a language, by a document or by something in it that speaks. */
export function say(
  to: { say(attributes: { language: 'en-US' | 'es-MX' }, message: string): unknown },
  locale: Locale,
  text: string,
): void {
  to.say({ language: SPOKEN_LANGUAGE[locale] }, text);
}
