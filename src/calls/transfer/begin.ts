import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { byNumber, claimGuest, type Guest, isSomebodyElse } from '../control/add';
import { answerTo, byNow, type Opened, openCall, placeOf } from '../control/open';
import { type Found, findCall } from '../find';
import type { CallRef } from '../items';
import { settle } from '../settle';
import { aboutTransfer, type CallState, type Facts, isUnderWay, phaseOf, type Transfer } from '../state';
import { toColleague } from './colleague';
import type { ColdTransfer, WarmTransfer } from './schemas';

export type Target = Pick<Transfer, 'kind' | 'target' | 'to' | 'agent'>;

/** The transfer that goes on is what is asked for once more. */
const same = ({ transfer }: CallState, wanted: Target): boolean =>
  transfer?.kind === wanted.kind && transfer.target === wanted.target && transfer.to === wanted.to;

/** The call, if a transfer of it can begin. Throws `transfer_under_way` and what `openCall` and `placeOf` throw. */
export async function openForTransfer(
  deps: Deps,
  caller: Caller,
  input: { callId: string; agent?: string | undefined },
): Promise<Opened> {
  const found = await openCall(deps, caller, input);
  placeOf(found.call, 'agent');
  placeOf(found.call, 'customer');
  return found;
}

/** What came of asking: `mine`, or another click's. */
export interface Begun {
  call: CallState;
  transfer: Transfer;
  mine: boolean;
}

/**
 * Claims the transfer of a call, and does what of it is heard first; two requests, one when there is nothing to claim. Of
 * two clicks one is `mine`. Throws `transfer_under_way` when another one goes on, `call_ended`.
 *
 * @param more what is learnt with it; undefined: there is no room. Pure
 */
export async function claimTransfer(
  deps: Deps,
  { ref, item }: Found,
  wanted: Target,
  more: (call: CallState) => { facts: Facts; guest?: string } | undefined = () => ({ facts: {} }),
): Promise<Begun> {
  const now = deps.now().getTime();
  const by = deps.ids.unguessable().slice(0, 8);
  const settled = await settle(
    deps,
    ref,
    (known): Facts => {
      const phase = phaseOf(known);
      if (isUnderWay(known) || phase === 'ending' || phase === 'ended' || known.transfer?.by === by)
        return {};
      const added = more(known);
      if (added === undefined) return {};
      // Later than the one before, whatever the clock says.
      const at = Math.max(now, (known.transfer?.at ?? 0) + 1);
      const { guest } = added;
      const transfer: Transfer = { at, by, ...wanted, ...(guest === undefined ? {} : { guest }) };
      return { ...added.facts, transfer };
    },
    item,
    { brief: true },
  ).catch((error: unknown) => {
    // A customer who could not be brought to a queue is brought there by whoever looks next.
    if (wanted.target === 'queue') throw error;
    return failed(deps, ref, by, error);
  });
  const call = settled?.call;
  const transfer = call?.transfer;
  if (call !== undefined && transfer?.by === by) return { call, transfer, mine: true };
  if (call !== undefined && transfer?.done !== undefined && same(call, wanted))
    return { call, transfer, mine: false };
  if (call === undefined || phaseOf(call) === 'ended') throw new Problem('call_ended', { field: 'callId' });
  if (transfer === undefined || !isUnderWay(call)) throw new Problem('too_many_guests');
  if (!same(call, wanted)) throw new Problem('transfer_under_way', { field: 'callId' });
  return { call, transfer, mine: false };
}

/** A transfer that could not even begin has failed; the customer comes back. Throws what stood in the way. */
async function failed(deps: Deps, ref: CallRef, by: string, error: unknown): Promise<never> {
  const failure = { at: deps.now().getTime(), reason: 'unreachable' as const };
  await settle(deps, ref, aboutTransfer(by, { failed: failure })).catch((later) => deps.log.failure(later));
  throw error;
}

/**
 * A number is called into the conference, to talk with the agent or the customer. The customer hears music at once; the
 * report of that brings the rest. Who hears it already is not waited for.
 */
async function toNumber(
  deps: Deps,
  found: Opened,
  caller: Caller,
  kind: Transfer['kind'],
  guest: Guest,
): Promise<Success> {
  const { answer } = found;
  isSomebodyElse(found.call, guest);
  const at = deps.now().getTime();
  const random = deps.ids.unguessable();
  const wanted: Target = { kind, target: 'number', to: guest.address };
  const begun = await claimTransfer(deps, found, wanted, (call) => {
    const facts = claimGuest(byNow(deps, call), guest, caller.agentId, at, random);
    const id = Object.keys(facts.others ?? {})[0];
    return id === undefined ? undefined : { facts, guest: id };
  });
  const { call, transfer } = begun;
  const id = transfer.guest ?? '';
  if (!begun.mine) return answer('They are being called already.', call, id);
  deps.log.note({ transfer: kind, participant: id });
  // They, or the agent, have just left.
  if (!isUnderWay(call)) throw new Problem('not_connected', { field: 'callId' });
  return answer('They are being called.', call, id, 202);
}

/** The customer waits for somebody else, and the call is over for the agent. */
async function toQueue(
  deps: Deps,
  input: Input<typeof ColdTransfer>,
  caller: Caller,
  queue: 'sales' | 'support',
): Promise<Success> {
  const message = 'The customer waits for somebody else now.';
  const wanted: Target = { kind: 'cold', target: 'queue', to: queue };
  deps.log.note({ transfer: 'cold', queue });
  try {
    const found = await openForTransfer(deps, caller, input);
    return found.answer(message, (await claimTransfer(deps, found, wanted)).call);
  } catch (error) {
    // The other one of two clicks.
    const over = await findCall(deps, caller, input.callId);
    if (over?.call.transfer?.done === undefined || !same(over.call, wanted)) throw error;
    return answerTo(caller, over.ref.agent)(message, over.call);
  }
}

async function begin(
  deps: Deps,
  input: Input<typeof ColdTransfer> | Input<typeof WarmTransfer>,
  caller: Caller,
  kind: Transfer['kind'],
): Promise<Success> {
  const { RecipientNumber } = input;
  const number = RecipientNumber === undefined ? undefined : byNumber(deps, RecipientNumber, caller);
  if (input.queue !== undefined) return toQueue(deps, input, caller, input.queue);
  if (number !== undefined)
    return toNumber(deps, await openForTransfer(deps, caller, input), caller, kind, number);
  if (input.agentId !== undefined) return toColleague(deps, input, caller, kind, input.agentId);
  throw new Problem('not_found', { field: 'agentId' });
}

/**
 * Hands the customer to somebody else at once: to a colleague, a number that policy allows, or a queue. The customer hears music until somebody
 * answers; the agent's line ends then. If nobody does, the customer is back with the agent. Three requests; one more for
 * supervisors who don't say whose call it is. Said again while it goes on it changes nothing.
 * Fails with `invalid_number`, `number_not_allowed`, `not_found`, `forbidden`, `conflict`, `call_ended`, `not_connected`,
 * `transfer_under_way`, `too_many_guests`, `colleague_unavailable`, `not_configured`, `timeout`.
 */
export const coldTransfer = (
  deps: Deps,
  input: Input<typeof ColdTransfer>,
  caller: Caller,
): Promise<Success> => begin(deps, input, caller, 'cold');

/** As `coldTransfer`, but the agent talks with them first, until /transfer/complete or /transfer/cancel. */
export const warmTransfer = (
  deps: Deps,
  input: Input<typeof WarmTransfer>,
  caller: Caller,
): Promise<Success> => begin(deps, input, caller, 'warm');
