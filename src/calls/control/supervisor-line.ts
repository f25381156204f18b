import type { Deps, Input, Reply } from '../../endpoint';
import { newDocument, say } from '../../twilio';
import type { CallRef } from '../items';
import { maybePlaced } from '../lines';
import { liveCall, settle } from '../settle';
import { type CallState, isWanted, labelOf, type Mode, type OtherId, phaseOf, roomWith } from '../state';
import {
  CONFERENCE_EVENTS,
  farewellTwiml,
  KEY_SECONDS,
  LINE_EVENTS,
  otherStatusUrl,
  PROMPTS,
  statusUrl,
} from '../twiml';
import { sentence } from '../words';
import { shownWith } from './open';
import type { JoinAsSupervisor } from './schemas';
import { positionOf } from './take-part';

/** Where a supervisor's line goes on: once it was answered; when the conference is `over` for it; to `follow` a customer. */
export const joinUrl = (
  deps: Deps,
  { agent, call }: CallRef,
  other: OtherId,
  step?: 'over' | 'follow',
): string =>
  deps.webhookUrl('/supervise/join', { agent, call, other, ...(step === undefined ? {} : { step }) });

/** What a supervisor's line plays: in a browser the way in, on a phone the request for a key. Voicemail presses none. */
function callingTwiml(deps: Deps, ref: CallRef, id: OtherId, address: string): string {
  const { locale } = deps.config;
  const response = newDocument();
  const action = joinUrl(deps, ref, id);
  if (!address.startsWith('+')) {
    response.redirect(action);
    return response.toString();
  }
  for (let time = 0; time < PROMPTS; time += 1) {
    const gather = response.gather({
      action,
      input: ['dtmf'],
      numDigits: 1,
      timeout: KEY_SECONDS,
      finishOnKey: '',
    });
    say(gather, locale, sentence('supervise', locale));
  }
  say(response, locale, sentence('notSupervised', locale));
  response.hangup();
  return response.toString();
}

/**
 * What is called: a browser is told which call it is rung for, so that the tab that asked for it answers by itself.
 * https://www.twilio.com/docs/voice/how-share-information-between-your-applications
 */
const calledAs = (address: string, call: string): string =>
  address.startsWith('+') ? address : `${address}?supervises=${call}`;

/** Rings a supervisor. One request; when it is refused, their place is free again. */
export async function callSupervisor(deps: Deps, ref: CallRef, id: OtherId, address: string): Promise<void> {
  try {
    await deps.twilio().calls.create({
      to: calledAs(address, ref.call),
      from: deps.config.callerId,
      twiml: callingTwiml(deps, ref, id, address),
      timeout: deps.config.ringSeconds.agent,
      statusCallback: otherStatusUrl(deps, ref, id),
      statusCallbackEvent: [...LINE_EVENTS],
    });
  } catch (error) {
    if (!maybePlaced(error))
      await settle(deps, ref, { others: { [id]: { refused: deps.now().getTime() } } }).catch((later) =>
        deps.log.failure(later),
      );
    throw error;
  }
}

/** A key of a telephone: nothing else counts as a person's consent. */
const KEY = /^[0-9*#]+$/;

/** The supervisor whose line this is may come in now. */
export function mayJoin(
  call: CallState,
  input: Pick<Input<typeof JoinAsSupervisor>, 'other' | 'CallSid'>,
): boolean {
  const phase = phaseOf(call);
  const other = call.others?.[input.other];
  if (phase === 'ending' || phase === 'ended' || other === undefined || !isWanted(other)) return false;
  return other.line === undefined || other.line.sid === input.CallSid;
}

/**
 * A supervisor has answered, on a phone with a key: into the conference, as a coach of the agent, heard only if they wish
 * to whisper. Who wants to be heard by all is made so once they are in: if the agent has just left, Twilio refuses the
 * coach, and nobody is alone in a room. One request.
 */
export async function joinAsSupervisor(deps: Deps, input: Input<typeof JoinAsSupervisor>): Promise<Reply> {
  const ref: CallRef = { agent: input.agent, call: input.call };
  deps.log.note({ call: ref.call, participant: input.other });
  const call = (await liveCall(deps, ref.agent, ref.call))?.call;
  const coached = call?.agent?.sid;
  if (call === undefined || coached === undefined || !mayJoin(call, input))
    return farewellTwiml(deps, 'noLongerThere');
  const { to = '', wish } = call.others?.[input.other] ?? {};
  if (to.startsWith('+') && !KEY.test(input.Digits ?? '')) return farewellTwiml(deps, 'notSupervised');
  if (roomWith(call, 'agent') === undefined) return farewellTwiml(deps, 'noLongerThere');
  return coachTwiml(deps, ref, call, { id: input.other, coached, mode: wish?.mode ?? 'listen' });
}

/** Into the conference, as a coach of the agent. Who wants to be heard by all is unheard until they are in. */
export function coachTwiml(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  { id, coached, mode }: { id: OtherId; coached: string; mode: Mode },
): string {
  const response = newDocument();
  response.dial({ action: joinUrl(deps, ref, id, 'over') }).conference(
    {
      participantLabel: labelOf(id),
      coach: coached,
      muted: mode !== 'whisper',
      startConferenceOnEnter: false,
      endConferenceOnExit: false,
      beep: 'false',
      waitUrl: '',
      statusCallback: statusUrl(deps, ref, 'conference'),
      statusCallbackEvent: [...CONFERENCE_EVENTS],
    },
    call.conference,
  );
  return response.toString();
}

/** The call with a supervisor in a position that Twilio has just confirmed. */
export function lineToSupervisor(call: CallState, id: OtherId, mode: Mode): CallState {
  const conference = roomWith(call, id);
  const sid = call.others?.[id]?.line?.sid;
  if (conference === undefined || sid === undefined) return call;
  const { muted, coaching } = positionOf(mode, '');
  return shownWith(
    call,
    id,
    { conference, sid },
    { ...(muted ? { muted: true } : {}), ...(coaching ? { coach: true } : {}) },
  );
}
