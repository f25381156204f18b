import type { Deps, Input, Reply } from '../../endpoint';
import { newDocument, say } from '../../twilio';
import type { Spoken } from './schemas';

/** Where Twilio asks for what is to be heard in a call. */
const PATH = '/calls/speak';

/** The address of music without end. */
export const musicUrl = (deps: Deps, call: string): string => deps.webhookUrl(PATH, { call, music: '1' });

/** The address of keys that are pressed for a line. */
export const digitsUrl = (deps: Deps, call: string, digits: string): string =>
  deps.webhookUrl(PATH, { call, digits });

/** The address of something that is said. */
export const textUrl = (deps: Deps, call: string, text: string, language: 'en' | 'es'): string =>
  deps.webhookUrl(PATH, { call, text, language });

/** What customers hear in the queue. */
const music = (deps: Deps): string =>
  deps.config.waitMusic ?? deps.webhookUrl('/music/wait.wav').replace(/#.*$/, '');

/**
 * What Twilio plays to one person or to all of a conference: what its address says, which is ours, as Twilio's signature
 * covers it. Music, keys and words only: https://www.twilio.com/docs/api/errors/13238. No request.
 */
export async function speakInCall(deps: Deps, input: Input<typeof Spoken>): Promise<Reply> {
  deps.log.note({ call: input.call });
  const response = newDocument();
  // https://www.twilio.com/docs/voice/twiml/play#attributes-loop
  if (input.music !== undefined) response.play({ loop: 0 }, music(deps));
  if (input.digits !== undefined) response.play({ digits: input.digits });
  if (input.text !== undefined) say(response, input.language ?? deps.config.locale, input.text);
  return response.toString();
}
