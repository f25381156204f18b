import type { Deps } from '../endpoint';
import type { LiveMap, Versioned } from '../live-state';
import { leaveFloor } from './floor';
import {
  CALL_ID,
  type CallItem,
  type CallRef,
  type CoolDown,
  callIn,
  callsOf,
  historyTtl,
  isCoolDown,
  itemsFrom,
  LIVE,
  timePrefix,
} from './items';
import { type CallState, isOffered, learn, sameCall, talkOn } from './state';

const HOUR_MS = 3_600_000;
/** Calls that were offered don't count: nobody chooses them. An agent has hardly more of them in an hour. */
const INCOMING = 99;

/** Until when the agent has to wait, in milliseconds; undefined when they may call. One request (one more per 100). */
async function coolDownEnd(deps: Deps, calls: LiveMap<CallItem>): Promise<number | undefined> {
  const max = deps.config.maxCallsPerHour;
  const since = deps.now().getTime() - HOUR_MS;
  const recent = (await itemsFrom(calls, timePrefix(since), max + INCOMING))
    .filter(({ key }) => CALL_ID.test(key))
    .flatMap((item) => callIn(item) ?? [])
    .filter((call) => !isOffered(call))
    .map(({ at }) => at);
  // One fewer must be left in the window: this one has to leave it first.
  const oldest = recent[recent.length - max];
  return oldest === undefined ? undefined : oldest + HOUR_MS;
}

/** Adds to a call in the history, or puts it there. */
async function keep(deps: Deps, calls: LiveMap<CallItem>, call: CallState): Promise<void> {
  const ttl = historyTtl(deps);
  if ((await calls.create(call.id, call, ttl)) !== undefined) return;
  await calls.change(call.id, (item) => {
    const before = item === undefined || isCoolDown(item) ? call : item;
    const merged = learn(before, call);
    return item !== undefined && sameCall(learn(before, {}), merged) ? undefined : { data: merged, ttl };
  });
}

/** Frees the agent's line: for the next call, or for a cool-down. What was learnt meanwhile goes to the history too. */
async function release(
  deps: Deps,
  calls: LiveMap<CallItem>,
  id: string,
  live: Versioned<CallItem>,
): Promise<void> {
  const until = await coolDownEnd(deps, calls);
  let held: Versioned<CallItem> | undefined = live;
  while (held !== undefined && callIn(held, id) !== undefined) {
    if (until === undefined) {
      if (await calls.remove(LIVE, held.revision)) return;
    } else {
      const item: CoolDown = { v: 1, coolDown: until };
      const ttl = Math.max(1, Math.ceil((until - deps.now().getTime()) / 1000));
      if ((await calls.replace(LIVE, item, held.revision, ttl)) !== undefined) return;
    }
    held = await calls.get(LIVE);
    const late = callIn(held, id);
    if (late !== undefined) await keep(deps, calls, learn(late, { archived: deps.now().getTime() }));
  }
}

/**
 * Moves a call from the live item to the history. Safe to repeat and to do twice at once: the copy comes first, so a
 * crash in between leaves a live item that has ended, which the next look at it moves again.
 */
export async function archive(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  live: Versioned<CallItem>,
): Promise<CallState> {
  const calls = callsOf(deps, ref.agent);
  const done = learn(call, { archived: deps.now().getTime() });
  await keep(deps, calls, done);
  await release(deps, calls, call.id, live);
  // Whom the agent has left with a guest is on the line still.
  if (!talkOn(done)) await leaveFloor(deps, call.id);
  return done;
}
