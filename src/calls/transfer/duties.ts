import { type Deps, Problem } from '../../endpoint';
import { answered } from '../../twilio';
import { callGuest } from '../control/add';
import { musicUrl } from '../control/speak';
import { withdrawTask } from '../inbound/task';
import type { CallRef } from '../items';
import { lookAtLine } from '../lines';
import {
  type CallState,
  customerSid,
  type Facts,
  isOver,
  joinFacts,
  type Obligation,
  roomWith,
  type Transfer,
} from '../state';

/** What Twilio is told of a participant. */
interface Change {
  hold?: boolean;
  holdUrl?: string;
  holdMethod?: string;
  endConferenceOnExit?: boolean;
}

/** The line of somebody in a call, `CA…`. */
export const sidOf = (call: CallState, who: string): string | undefined => {
  if (who === 'customer') return customerSid(call);
  return who === 'agent' ? call.agent?.sid : call.others?.[who]?.line?.sid;
};

/**
 * Changes something of a participant. One request; none for who is not in the conference. False: they are not, or have
 * just left.
 */
export async function change(deps: Deps, call: CallState, who: string, wanted: Change): Promise<boolean> {
  const sid = sidOf(call, who);
  const conference = roomWith(call, who);
  if (sid === undefined || conference === undefined) return false;
  try {
    await deps.twilio().conferences(conference).participants(sid).update(wanted);
    return true;
  } catch (error) {
    if (answered(error, 404)) return false;
    throw error;
  }
}

/** Runs all to their end, then fails with what failed first. */
export async function together<T>(...work: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** What makes somebody hear music and nobody, or the others again. */
const holding = (deps: Deps, { id }: CallState, hold: boolean): Change =>
  hold ? { hold, holdUrl: musicUrl(deps, id), holdMethod: 'POST' } : { hold };

/** More is known of the transfer. */
export const learntOf = (call: CallState, facts: Partial<Transfer>): Facts =>
  call.transfer === undefined || Object.keys(facts).length === 0
    ? {}
    : { transfer: { ...call.transfer, ...facts } };

/** Nobody can be told anything who has left: whether they have, their line tells. */
async function notThere(deps: Deps, call: CallState, who: string): Promise<Facts> {
  const sid = sidOf(call, who);
  const facts = sid === undefined ? {} : await lookAtLine(deps, who, sid);
  if (who !== 'customer' || isOver(facts.customer)) return facts;
  // On the line, but not with the agent: they can't be handed on.
  return joinFacts(facts, learntOf(call, { failed: { at: deps.now().getTime(), reason: 'unreachable' } }));
}

/** Changes something of a participant for a transfer. One request, one more for who is not there; safe to repeat. */
export async function carryOut(
  deps: Deps,
  call: CallState,
  { who, hold, ends, means }: Extract<Obligation, { do: 'change' }>,
): Promise<Facts> {
  const wanted: Change = {
    ...(hold === undefined ? {} : holding(deps, call, hold)),
    ...(ends === undefined ? {} : { endConferenceOnExit: ends }),
  };
  const there = await change(deps, call, who, wanted);
  return there || who === 'agent' ? learntOf(call, means) : notThere(deps, call, who);
}

/**
 * Calls the number that the customer is transferred to into the conference. One request, more when it fails or somebody
 * has died who had claimed it. Fails with `not_connected` when the conference is over.
 */
export async function callTarget(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  { id, again }: Extract<Obligation, { do: 'call-target' }>,
): Promise<Facts> {
  const conference = roomWith(call, 'customer');
  if (conference === undefined) throw new Problem('not_connected', { field: 'callId' });
  const called = { id, conference, address: call.transfer?.to ?? '', initiated: true };
  await callGuest(deps, ref, call, called, again);
  return {};
}

/**
 * After a transfer that came to nothing: all is as it was before. Two requests at once; safe to repeat.
 *
 * @param brief what the customer hears alone: its report brings the rest
 */
export async function restore(deps: Deps, call: CallState, brief?: boolean): Promise<Facts> {
  await together(
    change(deps, call, 'customer', { hold: false }),
    ...(brief ? [] : [change(deps, call, 'agent', { endConferenceOnExit: true })]),
  );
  return learntOf(call, { restored: deps.now().getTime() });
}

/** Takes back the task by which a colleague was asked. One request; safe to repeat. */
export async function takeBack(deps: Deps, call: CallState, task: string): Promise<Facts> {
  await withdrawTask(deps, task, 'The transfer was taken back.');
  return learntOf(call, { untasked: deps.now().getTime() });
}
