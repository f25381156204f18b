import type { Deps } from '../endpoint';
import { newDocument, say } from '../twilio';
import type { Reason } from './contract';
import type { CallRef } from './items';
import type { CallState } from './state';
import { ending, sentence, spokenNumber } from './words';

/** Where Twilio asks for what happens next, and where it reports. */
export const PATHS = {
  dial: '/phone-to-phone/dial-recipient',
  leave: '/phone-to-phone/leave',
  announce: '/phone-to-phone/announce',
  status: '/phone-to-phone/status',
} as const;

/**
 * Conference events that Twilio is asked to report. Who left first comes with the end, so `leave`, which the model
 * understands too, would only be more writes in the moment when most are made. `mute`, `hold` and `modify` come when
 * somebody has asked for it, and not otherwise.
 */
export const CONFERENCE_EVENTS = ['end', 'join', 'mute', 'hold', 'modify'] as const;

/**
 * What a line is asked to report. Not `initiated`: `ringing` follows at once, and a line that never rings reports its
 * end; until then nobody hears anything of it.
 */
export const LINE_EVENTS = ['ringing', 'answered', 'completed'] as const;

/** How often the agent is asked to press a key, and how long each time is waited. */
export const PROMPTS = 2;
export const KEY_SECONDS = 5;

/** The address for callbacks about one line, or about the conference. */
export const statusUrl = (deps: Deps, ref: CallRef, leg: 'agent' | 'customer' | 'conference'): string =>
  deps.webhookUrl(PATHS.status, { agent: ref.agent, call: ref.call, leg });

/** The address for callbacks about the line of a guest or a supervisor. */
export const otherStatusUrl = (deps: Deps, ref: CallRef, other: string): string =>
  deps.webhookUrl(PATHS.status, { agent: ref.agent, call: ref.call, leg: 'other', other });

const url = (deps: Deps, path: string, ref: CallRef): string =>
  deps.webhookUrl(path, { agent: ref.agent, call: ref.call });

/** What the agent's phone plays when they answer: whom they are about to call, and to press a key. Silence ends it. */
export function promptTwiml(deps: Deps, ref: CallRef, call: CallState): string {
  const { locale } = deps.config;
  const fill = { number: spokenNumber(call.to), label: call.label ?? '' };
  const text = sentence(call.label === undefined ? 'prompt' : 'promptWithLabel', locale, fill);
  const response = newDocument();
  for (let time = 0; time < PROMPTS; time += 1) {
    const gather = response.gather({
      action: url(deps, PATHS.dial, ref),
      input: ['dtmf'],
      numDigits: 1,
      timeout: KEY_SECONDS,
      // Every key is a yes, so none may be taken as the end of input.
      finishOnKey: '',
    });
    say(gather, deps.config.locale, text);
  }
  say(response, deps.config.locale, sentence('nothingPressed', locale));
  response.hangup();
  return response.toString();
}

/**
 * Puts the agent into the conference. Both ends end it when they leave; what the agent hears after it is asked for at
 * `leave`. The name is the secret that keeps strangers out.
 */
export function conferenceTwiml(deps: Deps, ref: CallRef, call: CallState): string {
  const response = newDocument();
  response.dial({ action: url(deps, PATHS.leave, ref) }).conference(
    {
      participantLabel: 'agent',
      startConferenceOnEnter: true,
      endConferenceOnExit: true,
      beep: 'false',
      waitUrl: '',
      // Only the first one in sets it, and which of the two lines that is depends on the networks.
      statusCallback: statusUrl(deps, ref, 'conference'),
      statusCallbackEvent: [...CONFERENCE_EVENTS],
    },
    call.conference,
  );
  return response.toString();
}

type Farewell =
  | 'nothingPressed'
  | 'noLongerThere'
  | 'notAllowed'
  | 'elsewhere'
  | 'notTaken'
  | 'notTakenOffer'
  | 'messageDone'
  | 'notSupervised'
  | 'handedOn';

/** Says one of the sentences, then hangs up. */
export function farewellTwiml(deps: Deps, key: Farewell): string {
  const response = newDocument();
  say(response, deps.config.locale, sentence(key, deps.config.locale));
  response.hangup();
  return response.toString();
}

/** Says why the call is over, if there is something to say, then hangs up. */
export function endingTwiml(deps: Deps, reason: Reason | undefined): string {
  const response = newDocument();
  const text = reason === undefined ? undefined : ending(reason, deps.config.locale);
  if (text !== undefined) say(response, deps.config.locale, text);
  response.hangup();
  return response.toString();
}

/** Said to the agent inside the conference. */
export function voicemailTwiml(deps: Deps): string {
  const response = newDocument();
  say(response, deps.config.locale, sentence('voicemail', deps.config.locale));
  return response.toString();
}
