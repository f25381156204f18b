import { type Caller, type Deps, Problem } from '../endpoint';
import type { Versioned } from '../live-state';
import { isSupervisor, mayRead } from './history/whose';
import { type CallItem, type CallRef, callIn, callsOf, floorOf, LIVE, ownerIn } from './items';
import { type CallState, hasEnded } from './state';

/** A call that somebody may see and act on. */
export interface Found {
  ref: CallRef;
  call: CallState;
  /** Where it is; `key` tells the live one (`live`) from the history. */
  item: Versioned<CallItem>;
}

async function look(deps: Deps, agent: string, key: string, id?: string): Promise<Found | undefined> {
  const item = await callsOf(deps, agent).get(key);
  const call = callIn(item, id);
  if (item === undefined || call === undefined) return undefined;
  return { ref: { agent, call: call.id }, call, item };
}

/**
 * As `findCall`, of a call that is named and goes on. One request: ids tell whose call it is. Throws `not_found`,
 * `forbidden`, `call_ended`.
 *
 * @param agent whose call it is, if known; of others than supervisors it changes nothing
 */
export async function findLiveCall(deps: Deps, caller: Caller, id: string, agent?: string): Promise<Found> {
  const owner = isSupervisor(caller)
    ? (agent ?? ownerIn(id) ?? (await floorOf(deps).get(id))?.data.agent)
    : undefined;
  const direct = owner === undefined ? undefined : await look(deps, owner, LIVE, id);
  const found = direct ?? (await findCall(deps, caller, id));
  if (found === undefined)
    throw new Problem('not_found', { field: 'callId', problem: 'There is no such call.' });
  if (found.item.key !== LIVE || hasEnded(found.call)) throw new Problem('call_ended', { field: 'callId' });
  return found;
}

/**
 * The caller's live call, or any call of theirs by its id; a supervisor's also anybody's live call, and any call of the
 * agent they name or whom its id tells. One request for what is live. Throws `forbidden` for a live call of somebody
 * else.
 *
 * @param agent whose call it is; others than supervisors may only name themselves
 */
export async function findCall(
  deps: Deps,
  caller: Caller,
  id?: string,
  agent?: string,
): Promise<Found | undefined> {
  const told = isSupervisor(caller) && id !== undefined ? ownerIn(id) : undefined;
  const owner = agent ?? told ?? caller.agentId;
  mayRead(caller, owner);
  const live = await look(deps, owner, LIVE, id);
  if (live !== undefined || id === undefined) return live;
  const past = await look(deps, owner, id, id);
  if (past !== undefined || agent !== undefined) return past;
  const onFloor = await floorOf(deps).get(id);
  if (onFloor === undefined || onFloor.data.agent === owner) return undefined;
  if (!isSupervisor(caller)) throw new Problem('forbidden');
  const theirs = onFloor.data.agent;
  // Whom its agent has left with a guest is in the history already.
  return (await look(deps, theirs, LIVE, id)) ?? look(deps, theirs, id, id);
}
