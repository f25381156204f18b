import type { Deps } from '../../endpoint';
import { newDocument, say } from '../../twilio';
import { answerUrl } from '../inbound/twiml';
import type { CallRef } from '../items';
import type { OfferedCall } from '../state';
import { KEY_SECONDS, PROMPTS } from '../twiml';
import { sentence } from '../words';
import { messageUrl } from './media';

/** Keys after a message. */
export const KEYS = { callBack: '1', again: '2' } as const;

/** Plays the message to the agent who has taken it, and asks what is next. Nothing, `0`, or hanging up: they are done. */
export function messageTwiml(deps: Deps, ref: CallRef, { offer }: OfferedCall, mayCall: boolean): string {
  const { locale } = deps.config;
  const response = newDocument();
  for (let time = 0; time < PROMPTS; time += 1) {
    const gather = response.gather({
      action: answerUrl(deps, ref, 'heard'),
      input: ['dtmf'],
      numDigits: 1,
      timeout: KEY_SECONDS,
      finishOnKey: '',
    });
    if (time === 0 && offer.message !== undefined) gather.play(messageUrl(deps, ref.agent, offer.message.id));
    say(gather, locale, sentence(mayCall ? 'afterMessage' : 'afterMessageOnly', locale));
  }
  say(response, locale, sentence('messageDone', locale));
  response.hangup();
  return response.toString();
}
