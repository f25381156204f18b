import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import { findCall } from './find';
import { viewFor } from './history/list';
import { LIVE } from './items';
import type { OneCall, ShownCall } from './schemas';
import { claimant, settle } from './settle';
import { decided, hasEnded, learn, obligations, viewOf } from './state';

/**
 * Ends a call, wherever it is: every line of it, ringing or talking. For the agent on the call, and for supervisors. Done
 * again it does no harm. Fails with `not_found`, `forbidden`.
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
  if (found.item.key !== LIVE || hasEnded(found.call))
    return { message: 'The call has ended.', data: { call: viewOf(found.call) } };
  const by = found.ref.agent === caller.agentId ? 'agent' : 'supervisor';
  const at = deps.now().getTime();
  const settled = await settle(deps, found.ref, { asked: { at, by } }, found.item);
  return { message: 'The call is being ended.', data: { call: viewOf(settled?.call ?? found.call) } };
}

/**
 * How a call is: the caller's live one, or one by its id; to supervisors also anybody's. One request when nothing is left
 * undone and they say whose it is. Fails with `not_found`, `forbidden`.
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
