import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import { findCall } from './find';
import { CALL_ID, callIn, callsOf, LIVE } from './items';
import type { History, OneCall } from './schemas';
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

/** How a call is: the caller's live one, or one by its id. One request when nothing is left undone. */
export async function showCall(
  deps: Deps,
  { callId }: Input<typeof OneCall>,
  caller: Caller,
): Promise<Success> {
  const found = await findCall(deps, caller, callId);
  if (found === undefined && callId !== undefined)
    throw new Problem('not_found', { field: 'callId', problem: 'There is no such call.' });
  if (found === undefined) return { message: 'There is no call.', data: { call: null } };
  const { call, ref, item } = found;
  // Whoever looks also heals: what a lost callback left undone is done now.
  const me = claimant(deps);
  const known = learn(call, decided(call, me.at, deps.config));
  const undone = obligations(known, me, deps.config).length > 0;
  const settled = undone ? await settle(deps, ref, {}, item) : undefined;
  return { message: 'This is the call.', data: { call: viewOf(settled?.call ?? call) } };
}

/** The caller's calls that have ended, newest first. One request. */
export async function listCalls(
  deps: Deps,
  { limit, before }: Input<typeof History>,
  caller: Caller,
): Promise<Success> {
  const from = before === undefined ? {} : { from: before };
  // Two more than asked for: the live call or the last one of the page before, and a sign that there is more.
  const items = await callsOf(deps, caller.agentId).list({ limit: limit + 2, order: 'desc', ...from });
  const past = items
    .filter(({ key }) => CALL_ID.test(key) && key !== before)
    .flatMap((item) => callIn(item) ?? []);
  const page = past.slice(0, limit);
  const last = page.at(-1);
  const more = past.length > limit && last !== undefined ? { next: last.id } : {};
  return { message: 'These are your calls.', data: { calls: page.map(viewOf), ...more } };
}
