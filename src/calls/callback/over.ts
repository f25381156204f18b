import { closeOthers, tryAgainLater } from '../../callbacks';
import type { Deps } from '../../endpoint';
import { type CallRef, callIn, callsOf, LIVE } from '../items';
import { isServed, type OfferedCall } from '../state';

/** Twilio's reports of a line that was answered and put down at once overtake each other by less. Milliseconds. */
const SETTLING_MS = 1_500;

/** Whether nobody was reached. A line that was completed was mostly answered: the report of it may be on its way. */
async function nobodyReached(deps: Deps, ref: CallRef, call: OfferedCall): Promise<boolean> {
  if (isServed(call)) return false;
  if (call.customer?.status !== 'completed') return true;
  await new Promise((done) => setTimeout(done, SETTLING_MS));
  const now = callIn(await callsOf(deps, ref.agent).get(LIVE), ref.call);
  return now === undefined || !isServed(now);
}

/** Nobody else need call them. What fails here costs the customer a call too many at worst. */
async function tellOthers(deps: Deps, { to, customer, offer }: OfferedCall): Promise<void> {
  if (customer === undefined || to === '') return;
  try {
    await closeOthers(deps, to, offer.task);
  } catch (error) {
    deps.log.failure(error);
  }
}

/**
 * A callback is over: when it has reached nobody, the next attempt is prepared. False: the customer was served, and
 * there is a note to be written. Safe to repeat. No request of a message that was heard only, one of a conversation, at
 * most four.
 */
export async function isTriedAgain(deps: Deps, ref: CallRef, call: OfferedCall): Promise<boolean> {
  if (!(await nobodyReached(deps, ref, call))) {
    await tellOthers(deps, call);
    return false;
  }
  await tryAgainLater(deps, call.offer.task);
  return true;
}
