import type { Deps, Input, Reply } from '../../endpoint';
import { newDocument, say } from '../../twilio';
import type { CallRef } from '../items';
import { settle } from '../settle';
import { toldRecorded } from '../state';
import type { Spoken } from './schemas';

/**
 * Everybody is being told that they are recorded: the recording begins. What fails is tried once more, as this answer may
 * not fail; after that whoever looks next has everybody told anew. Three requests.
 */
async function beginWith(deps: Deps, ref: CallRef, take: number): Promise<void> {
  const begin = () => settle(deps, ref, (call) => toldRecorded(call, take, deps.now().getTime()));
  try {
    await begin().catch(begin);
  } catch (error) {
    deps.log.failure(error);
  }
}

/** What customers hear in the queue. */
const music = (deps: Deps): string =>
  deps.config.waitMusic ?? deps.webhookUrl('/music/wait.wav').replace(/#.*$/, '');

/**
 * What Twilio plays to one person or to all of a conference: what its address says, which is ours, as Twilio's signature
 * covers it. Music, keys and words only: https://www.twilio.com/docs/api/errors/13238. No request; three
 * when a recording begins with it.
 */
export async function speakInCall(deps: Deps, input: Input<typeof Spoken>): Promise<Reply> {
  const { agent, call, take } = input;
  deps.log.note({ call });
  if (agent !== undefined && take !== undefined) await beginWith(deps, { agent, call }, take);
  const response = newDocument();
  // https://www.twilio.com/docs/voice/twiml/play#attributes-loop
  if (input.music !== undefined) response.play({ loop: 0 }, music(deps));
  if (input.digits !== undefined) response.play({ digits: input.digits });
  if (input.text !== undefined) say(response, input.language ?? deps.config.locale, input.text);
  return response.toString();
}
