import type { Deps, Input, Reply } from '../endpoint';
import { enterFloor, showOnFloor, updateFloor } from './floor';
import { showInCall } from './inbound/duties';
import type { CallRef } from './items';
import type { StatusReport } from './schemas';
import { type Settled, settle } from './settle';
import { type CallState, factsFor, factsOf, hasEnded, isOffered, phaseOf } from './state';

/**
 * The first that is heard of a call's lines, so that a call is counted once. A browser is on the line by the time its
 * call becomes known; there it is the first word of the customer's.
 */
function begins(before: CallState, call: CallState): boolean {
  const line = call.kind === 'browser' && !isOffered(call) ? 'customer' : 'agent';
  return before[line] === undefined && call[line] !== undefined;
}

/** Supervisors are shown the beginning of a call and of a conversation; each page looks closer by itself. */
async function follow(deps: Deps, ref: CallRef, { before, call }: Settled): Promise<void> {
  if (hasEnded(call)) return;
  if (begins(before, call) && isOffered(call)) {
    // It counts, but a customer who waits is not turned away for it.
    await showOnFloor(deps, ref, call);
  } else if (begins(before, call)) {
    if (!(await enterFloor(deps, ref, call))) await settle(deps, ref, { capped: deps.now().getTime() });
  } else if (phaseOf(before) !== 'connected' && phaseOf(call) === 'connected') {
    const shown = [updateFloor(deps, ref, call)];
    if (isOffered(call)) shown.push(showInCall(deps, call));
    await Promise.all(shown);
  }
}

/**
 * Twilio tells of a line's ringing or answer and of its coming into the conference in the same instant. Both change the
 * same item; the second lets the first, which the page waits for, go ahead, or each would make the other write twice.
 * Milliseconds; it varies, so that two who wait don't meet afterwards.
 */
const YIELD_MS = { least: 40, more: 40 };

async function letOthersGoFirst(event: string | undefined): Promise<void> {
  if (event !== 'participant-join') return;
  const wait = YIELD_MS.least + Math.random() * YIELD_MS.more;
  await new Promise((done) => setTimeout(done, wait));
}

/**
 * Twilio reports how a line or the conference is. Adds it to the call, does what follows from it. Two requests, one
 * when it is nothing new; more when something has to be done, when the floor changes, and at the end of the call.
 */
export async function trackStatus(deps: Deps, input: Input<typeof StatusReport>): Promise<Reply> {
  const { agent, call, leg, ...fields } = input;
  const ref: CallRef = { agent, call };
  deps.log.note({ call, leg, event: fields.StatusCallbackEvent ?? fields.CallStatus });
  const facts = factsOf({ about: leg, ...fields }, deps.now().getTime());
  await letOthersGoFirst(fields.StatusCallbackEvent);
  const settled = await settle(deps, ref, (known) => factsFor(known, facts));
  if (settled === undefined) deps.log.note({ dropped: true });
  else await follow(deps, ref, settled);
  return undefined;
}
