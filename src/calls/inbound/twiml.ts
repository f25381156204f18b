import type { Deps } from '../../endpoint';
import { newDocument, say } from '../../twilio';
import { callbackIntroduction } from '../callback/introduction';
import type { CallRef } from '../items';
import { type CallState, isInbound, type Offer, type OfferedCall } from '../state';
import { CONFERENCE_EVENTS, KEY_SECONDS, PROMPTS, statusUrl } from '../twiml';
import { sentence } from '../words';

/** Where Twilio asks for what happens next. */
const PATHS = { answer: '/taskrouter/answer', after: '/voice/after', queue: '/voice/queue' } as const;

/**
 * The address that the agent's line goes on at: in a browser at once, on a phone after a key; when they have heard a
 * message, or have talked with the colleague who hands a customer over.
 */
export const answerUrl = (deps: Deps, { agent, call }: CallRef, step?: 'heard' | 'consulted'): string =>
  deps.webhookUrl(PATHS.answer, { agent, call, ...(step === undefined ? {} : { step }) });

/** What a caller chose before, to be asked never again. */
export type Chosen = Pick<Offer, 'reason' | 'language'>;

const chosen = ({ reason, language }: Chosen): Record<string, string> => ({
  ...(reason === undefined ? {} : { reason }),
  ...(language === undefined ? {} : { language }),
});

const afterUrl = (deps: Deps, ref: CallRef, what: Chosen): string =>
  deps.webhookUrl(PATHS.after, { agent: ref.agent, call: ref.call, ...chosen(what) });

/** Who calls, why, and how long they have waited, in a sentence. */
function introduction(deps: Deps, offer: Offer): string {
  const { locale } = deps.config;
  const minutes = Math.floor((deps.now().getTime() - offer.queued) / 60_000);
  const waited = minutes < 1 ? 'waitedLittle' : minutes === 1 ? 'waitedAMinute' : 'waited';
  const reason = offer.reason === undefined ? '' : sentence(offer.reason, locale);
  return [
    sentence(offer.reason === undefined ? 'callerForAnybody' : 'callerFor', locale, { reason }),
    sentence(waited, locale, { minutes: String(minutes) }),
    offer.message === undefined ? '' : sentence('leftMessage', locale),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What the agent's phone plays when it is answered: who waits, and to press a key. Silence, or voicemail, ends it. */
export function offerTwiml(deps: Deps, ref: CallRef, call: OfferedCall): string {
  const { locale } = deps.config;
  const called = isInbound(call);
  const response = newDocument();
  const text = called
    ? `${introduction(deps, call.offer)} ${sentence('takeIt', locale)}`
    : callbackIntroduction(deps, call);
  for (let time = 0; time < PROMPTS; time += 1) {
    const gather = response.gather({
      action: answerUrl(deps, ref),
      input: ['dtmf'],
      numDigits: 1,
      timeout: KEY_SECONDS,
      finishOnKey: '',
    });
    say(gather, locale, text);
  }
  say(response, locale, sentence(called ? 'notTaken' : 'notTakenOffer', locale));
  response.hangup();
  return response.toString();
}

const room = (deps: Deps, ref: CallRef, label: 'agent' | 'customer') => ({
  participantLabel: label,
  startConferenceOnEnter: true,
  endConferenceOnExit: true,
  beep: 'false' as const,
  waitUrl: '',
  // Only the first one in sets it, and which of the two that is depends on the networks.
  statusCallback: statusUrl(deps, ref, 'conference'),
  statusCallbackEvent: [...CONFERENCE_EVENTS],
});

/** Puts the agent into the conference; when it is over, so is their line. */
export function agentTwiml(deps: Deps, ref: CallRef, { conference }: CallState): string {
  const response = newDocument();
  response.dial().conference(room(deps, ref, 'agent'), conference);
  response.hangup();
  return response.toString();
}

/** Puts the caller into the conference. Their line outlives it: what they hear then is asked for at `/voice/after`. */
export function customerTwiml(
  deps: Deps,
  ref: CallRef,
  { conference }: Pick<CallState, 'conference'>,
  what: Chosen,
): string {
  const response = newDocument();
  response.dial({ action: afterUrl(deps, ref, what) }).conference(room(deps, ref, 'customer'), conference);
  return response.toString();
}

/** Back to the queue, before the others; there they are told that the connection was lost. */
export function queueAgainTwiml(deps: Deps, what: Chosen): string {
  const response = newDocument();
  response.redirect(deps.webhookUrl(PATHS.queue, { ...chosen(what), returned: '1' }));
  return response.toString();
}

/** To a queue that an agent has chosen, before the others; there they are told that they are being transferred. */
export function transferTwiml(deps: Deps, what: Chosen): string {
  const response = newDocument();
  response.redirect(deps.webhookUrl(PATHS.queue, { ...chosen(what), transferred: '1' }));
  return response.toString();
}

/** Asks once more what comes after the conference: what failed may work now. */
export function askOnceMoreTwiml(deps: Deps, { agent, call }: CallRef, what: Chosen): string {
  const response = newDocument();
  response.redirect(deps.webhookUrl(PATHS.after, { agent, call, ...chosen(what), again: '1' }));
  return response.toString();
}

/** The agent has hung up: who still has something to say can wait for another one. */
export function askAgainTwiml(deps: Deps, ref: CallRef, what: Chosen): string {
  const locale = what.language ?? deps.config.locale;
  const response = newDocument();
  const gather = response.gather({
    action: afterUrl(deps, ref, what),
    input: ['dtmf'],
    numDigits: 1,
    timeout: KEY_SECONDS,
    finishOnKey: '',
  });
  say(gather, locale, sentence('agentLeft', locale));
  say(response, locale, sentence('thankYou', locale));
  response.hangup();
  return response.toString();
}

/** A goodbye to the caller. */
export function goodbyeTwiml(deps: Deps, what: Chosen): string {
  const locale = what.language ?? deps.config.locale;
  const response = newDocument();
  say(response, locale, sentence('thankYou', locale));
  response.hangup();
  return response.toString();
}

/** Nothing: there is nobody to hear it. */
export const emptyTwiml = (): string => newDocument().toString();
