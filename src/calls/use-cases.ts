import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import { findCall } from './find';
import { viewFor } from './history/whose';
import { LIVE } from './items';
import type { OneCall, ShownCall } from './schemas';
import { claimant, settle } from './settle';
import {
  aboutTransfer,
  type CallState,
  decided,
  type Facts,
  hasEnded,
  isUnderWay,
  learn,
  obligations,
  talkOn,
} from './state';

/** An agent who hangs up during a transfer leaves; it goes on without them. Everybody else who ends a call ends it for all. */
function ending(call: CallState, at: number, by: 'agent' | 'supervisor'): Facts {
  const { transfer } = call;
  if (by === 'supervisor' || transfer === undefined || !isUnderWay(call)) return { asked: { at, by } };
  return aboutTransfer(transfer.by, { left: at })(call);
}

/**
 * Ends a call, wherever it is: every line of it, ringing or talking. For the agent on the call, and for supervisors. Done
 * again it does no harm. The agent of a call that is being transferred is out of it, and the transfer goes on; a call that
 * they have transferred to a number can still be ended. Three requests: one line is ended, and the report of its end brings
 * about what is left. Fails with `not_found`, `forbidden`.
 */
export async function hangUpCall(
  deps: Deps,
  { callId }: Input<typeof OneCall>,
  caller: Caller,
): Promise<Success> {
  const found = await findCall(deps, caller, callId);
  if (found === undefined)
    throw new Problem('not_found', { field: 'callId', problem: 'There is no such call.' });
  deps.log.note({ call: found.ref.call });
  const shown = (call: CallState) => ({ call: viewFor(caller, found.ref.agent, call) });
  const over = found.item.key !== LIVE || hasEnded(found.call);
  if (over && !talkOn(found.call)) return { message: 'The call has ended.', data: shown(found.call) };
  const by = found.ref.agent === caller.agentId ? 'agent' : 'supervisor';
  const at = deps.now().getTime();
  const settled = await settle(deps, found.ref, (call) => ending(call, at, by), found.item);
  return { message: 'The call is being ended.', data: shown(settled?.call ?? found.call) };
}

/**
 * How a call is: the caller's live one, or one by its id; to supervisors also anybody's. One request when nothing is left
 * undone. Fails with `not_found`, `forbidden`.
 */
export async function showCall(
  deps: Deps,
  { callId, agent }: Input<typeof ShownCall>,
  caller: Caller,
): Promise<Success> {
  const found = await findCall(deps, caller, callId, agent);
  if (found === undefined && callId !== undefined)
    throw new Problem('not_found', { field: 'callId', problem: 'There is no such call.' });
  if (found === undefined) return { message: 'There is no call.', data: { call: null } };
  const { call, ref, item } = found;
  // Whoever looks also heals: what a lost callback left undone is done now.
  const me = claimant(deps);
  const known = learn(call, decided(call, me.at, deps.config));
  const undone = obligations(known, me, deps.config).length > 0;
  const settled = undone ? await settle(deps, ref, {}, item) : undefined;
  return { message: 'This is the call.', data: { call: viewFor(caller, ref.agent, settled?.call ?? call) } };
}
