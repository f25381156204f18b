import type { Deps } from '../../endpoint';
import { failureOf } from '../../twilio';
import type { CallRef } from '../items';
import { alreadyOver, findCustomerLine, lookAtLine, maybePlaced } from '../lines';
import { type CallState, type Facts, type InboundCall, isOver } from '../state';
import { statusUrl } from '../twiml';
import { standingOf } from './task';
import { type Chosen, customerTwiml, queueAgainTwiml } from './twiml';

/** A caller, the conference they come into, and what they chose. */
export interface Comer {
  /** `CA…` */
  caller: string;
  conference: string;
  chosen: Chosen;
}

/** The caller of a call that came in, and where they are to be. */
export const comerOf = ({ offer, conference }: InboundCall): Comer => ({
  caller: offer.caller,
  conference,
  chosen: offer,
});

/** Whether the caller is in the conference. At most three requests. */
export async function isInRoom(deps: Deps, comer: Comer): Promise<boolean> {
  const found = await findCustomerLine(deps, comer);
  return found.customer?.sid === comer.caller;
}

/** What came of bringing the caller into the conference. */
export type Brought = 'in' | 'gone' | 'failed';

/**
 * Takes the caller's line out of the queue into the conference. One request. When its answer is lost the conference is
 * looked at before it is asked for again: a line that is in there would leave it, and end it.
 */
export async function bringCaller(deps: Deps, ref: CallRef, comer: Comer): Promise<Brought> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await deps
        .twilio()
        .calls(comer.caller)
        .update({
          twiml: customerTwiml(deps, ref, comer, comer.chosen),
          statusCallback: statusUrl(deps, ref, 'customer'),
        });
      return 'in';
    } catch (error) {
      if (alreadyOver(error)) return 'gone';
      if (failureOf(error) === undefined) throw error;
      deps.log.failure(error);
      if (maybePlaced(error) && (await isInRoom(deps, comer))) return 'in';
      if (attempt > 0 || !maybePlaced(error)) return 'failed';
    }
  }
}

/**
 * Brings a customer to the queue, before the others: one who was left alone, or whom their agent transfers. One request.
 *
 * @param twiml what the customer's line goes on with
 */
export async function returnCaller(
  deps: Deps,
  call: CallState,
  caller: string,
  twiml = queueAgainTwiml(deps, call.offer ?? {}),
): Promise<Facts> {
  try {
    await deps.twilio().calls(caller).update({ twiml });
    return { released: deps.now().getTime() };
  } catch (error) {
    if (!alreadyOver(error)) throw error;
    const facts = await lookAtLine(deps, 'customer', caller);
    // A line that Twilio will not redirect is nobody's to bring anywhere.
    return isOver(facts.customer) ? facts : { released: deps.now().getTime() };
  }
}

/** Whoever has just claimed to bring the caller gets this long for it. Milliseconds. */
export const BRINGING_MS = 1_500;

/**
 * Where a caller is whom the agent wanted to take, when the agent's line is over and nothing was heard of the caller
 * since: in the conference, still in the queue, between the two, or gone. At most five requests.
 */
export async function findCaller(deps: Deps, call: InboundCall): Promise<Facts> {
  const wait = (call.dialled?.at ?? 0) + BRINGING_MS - deps.now().getTime();
  if (wait > 0) await new Promise((done) => setTimeout(done, Math.min(wait, BRINGING_MS)));
  const { caller } = call.offer;
  const line = await lookAtLine(deps, 'customer', caller);
  const now = deps.now().getTime();
  const standing = await standingOf(deps, call.offer);
  if (isOver(line.customer)) {
    if (standing === 'ours') return { ...line, accepted: now };
    // The task of somebody who waits ends with their call.
    return {
      ...line,
      refused: 0,
      ...(standing === 'gone' ? { withdrawn: { at: now, by: 'customer' } } : {}),
    };
  }
  if (await isInRoom(deps, comerOf(call))) return { accepted: now, customer: { sid: caller, joined: now } };
  // Given to the agent, but not brought: nobody else will come for them.
  if (standing === 'ours') return { accepted: now, refused: 0 };
  return standing === 'open' ? { refused: 0 } : { refused: 0, withdrawn: { at: now, by: 'system' } };
}
