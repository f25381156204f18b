import { type Caller, type Deps, Problem, type Success } from '../../endpoint';
import { answered } from '../../twilio';
import { type Found, findLiveCall } from '../find';
import { viewFor } from '../history/whose';
import { type CallState, isOtherOver, isWanted, learn, lost, phaseOf, roomWith, type Stand } from '../state';

/** Answers with the call, as whoever acts on it may see it. */
export type Answer = (message: string, call: CallState, participant?: string, status?: 200 | 202) => Success;

/** A call that somebody acts on. */
export interface Opened extends Found {
  answer: Answer;
}

/** The call that somebody wants to act on. */
export interface Named {
  callId: string;
  agent?: string | undefined;
}

/**
 * The call, if it goes on and the caller may act on it: its agent, or a supervisor. One request. Throws `not_found`,
 * `forbidden`, `call_ended`.
 */
export async function openCall(deps: Deps, caller: Caller, { callId, agent }: Named): Promise<Opened> {
  const found = await findLiveCall(deps, caller, callId, agent);
  deps.log.note({ call: found.ref.call });
  if (phaseOf(found.call) === 'ending') throw new Problem('call_ended', { field: 'callId' });
  return { ...found, call: byNow(deps, found.call), answer: answerTo(caller, found.ref.agent) };
}

/** The call without those who were called and of whom nothing was ever heard: their places are free. */
export const byNow = (deps: Deps, call: CallState): CallState =>
  learn(call, lost(call, { at: deps.now().getTime() }));

/** Where somebody of a call is. */
export interface Place {
  /** `CF…` and `CA…`. */
  conference: string;
  sid: string;
}

function sidOf(call: CallState, who: string): string | undefined {
  if (who === 'agent') return call.agent?.sid;
  if (who === 'customer') return call.offer?.caller ?? call.customer?.sid;
  const other = call.others?.[who];
  if (other === undefined || isOtherOver(other) || !isWanted(other))
    throw new Problem('not_found', {
      field: 'participant',
      problem: 'There is nobody by that name in the call.',
    });
  return other.line?.sid;
}

/** Where they are now. Throws `not_found` for nobody of this call, `not_connected` for who is not in the conference. */
export function placeOf(call: CallState, who: string): Place {
  const sid = sidOf(call, who);
  const conference = roomWith(call, who);
  if (sid === undefined || conference === undefined)
    throw new Problem('not_connected', { field: 'participant' });
  return { conference, sid };
}

/**
 * Changes something of a participant, or asks for something to be played; one request. They may have left in the
 * meantime: throws `not_connected`.
 */
export async function inConference<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (answered(error, 404)) throw new Problem('not_connected', { field: 'participant' }, error);
    throw error;
  }
}

/** The call as Twilio has just said that it is with a participant: shown, not kept, as its event will tell it. */
export function shownWith(
  call: CallState,
  who: string,
  { conference }: Place,
  stand: Omit<Stand, 'n'>,
): CallState {
  const n = Number.MAX_SAFE_INTEGER;
  return learn(call, {
    rooms: { [conference]: { joined: {}, left: {}, stands: { [who]: { n, ...stand } } } },
  });
}

/** How somebody is answered who acts on that agent's call. */
export const answerTo =
  (caller: Caller, agent: string): Answer =>
  (message, call, participant, status = 200) => ({
    message,
    status,
    data: { call: viewFor(caller, agent, call), ...(participant === undefined ? {} : { participant }) },
  });
