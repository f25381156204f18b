import { type Deps, maskPhone } from '../endpoint';
import type { CallView, FloorItem } from './contract';
import { type CallRef, callIn, callsOf, floorOf, itemsFrom, LIVE, LIVE_TTL } from './items';
import {
  type CallState,
  hasEnded,
  isInbound,
  isPresent,
  isSupervisorId,
  modeOf,
  phaseOf,
  standOf,
  talkOn,
  viewOf,
} from './state';

/** Bytes of an item at most: the bound of the map, see src/live-state/catalogue.ts. */
const BOUND = 300;
/** As much of an e-mail address as tells people apart is never cut. */
const LEAST_EMAIL = 24;

/**
 * The supervisor who is in the conference. Who is only being called is nobody's business yet; who is on their way out is
 * in it until Twilio tells that they are gone, which is when the floor is written, too.
 */
function supervisedIn(call: CallState): Pick<FloorItem, 'supervised'> {
  for (const [id, { who: by = '' }] of Object.entries(call.others ?? {}))
    if (isSupervisorId(id) && isPresent(call, id))
      return { supervised: { by, mode: modeOf(standOf(call, id)) } };
  return {};
}

/** What is recorded now; what is only being started is not yet. */
function recordingIn({ recording }: CallView): Pick<FloorItem, 'recording'> {
  if (recording === undefined || recording.state === 'starting') return {};
  return { recording: recording.state === 'paused' ? 'paused' : 'on' };
}

/** What a supervisor is shown of a call that goes on, beside whose it is and its phase. */
function aside(call: CallState): Pick<FloorItem, 'supervised' | 'held' | 'heldSince' | 'recording'> {
  const view = viewOf(call);
  const { held, heldSince } = view.legs[1];
  return {
    ...supervisedIn(call),
    ...(held ? { held } : {}),
    ...(heldSince === undefined ? {} : { heldSince: Date.parse(heldSince) }),
    ...recordingIn(view),
  };
}

/** Long addresses are cut until the item is within its bound: first the supervisor's. */
function bounded(item: FloorItem): FloorItem {
  const over = Buffer.byteLength(JSON.stringify(item)) - BOUND;
  if (over <= 0) return item;
  const { supervised, email } = item;
  const cut = (text: string, bytes: number) => text.slice(0, Math.max(LEAST_EMAIL, text.length - bytes));
  if (supervised !== undefined && supervised.by.length > LEAST_EMAIL)
    return bounded({ ...item, supervised: { ...supervised, by: cut(supervised.by, over) } });
  return { ...item, email: cut(email, over) };
}

/** What a supervisor sees of a call. */
export const floorItem = (agent: string, call: CallState): FloorItem =>
  bounded({
    agent,
    email: call.who,
    to: maskPhone(call.to),
    since: call.at,
    phase: phaseOf(call),
    ...(isInbound(call) ? { direction: 'inbound' } : {}),
    ...aside(call),
  });

/** How many items left behind by a crash are looked into when the floor seems full. */
const SWEEP = 3;
/** A call that began more recently is surely no leftover. */
const SWEEP_AGE_MS = 120_000;

/** Removes the oldest items whose call is not live any more. True when there is room again. */
async function sweep(deps: Deps, oldest: { key: string; data: FloorItem }[]): Promise<boolean> {
  const now = deps.now().getTime();
  let freed = false;
  for (const { key, data } of oldest.slice(0, SWEEP)) {
    if (now - data.since < SWEEP_AGE_MS) break;
    const calls = callsOf(deps, data.agent);
    if (callIn(await calls.get(LIVE), key) !== undefined) continue;
    const past = callIn(await calls.get(key), key);
    if (past === undefined || !talkOn(past)) freed = (await floorOf(deps).remove(key)) || freed;
  }
  return freed;
}

/**
 * Shows a call on the floor and tells whether it is within MAX_LIVE_CALLS. Calls count in the order of their start, so
 * of two that begin together only the later one is turned away. Two requests (one more per 100 calls).
 */
async function withinCap(deps: Deps, ref: CallRef, call: CallState): Promise<boolean> {
  const max = deps.config.maxLiveCalls;
  const floor = floorOf(deps);
  await floor.create(call.id, floorItem(ref.agent, call), LIVE_TTL);
  const before = (await itemsFrom(floor, '0', max)).slice(0, max);
  if (before.length < max || before.some(({ key }) => key === call.id) || (await sweep(deps, before)))
    return true;
  // It takes nobody's place while the agent is told.
  await floor.remove(call.id);
  return false;
}

/** Shows a call on the floor, however many there are. One request. Best effort: nothing depends on it. */
export async function showOnFloor(deps: Deps, ref: CallRef, call: CallState): Promise<void> {
  try {
    await floorOf(deps).create(call.id, floorItem(ref.agent, call), LIVE_TTL);
  } catch (error) {
    deps.log.failure(error);
  }
}

/** As `withinCap`; when the floor can't be read or written, the call goes on without it. */
export async function enterFloor(deps: Deps, ref: CallRef, call: CallState): Promise<boolean> {
  try {
    return await withinCap(deps, ref, call);
  } catch (error) {
    deps.log.failure(error);
    return true;
  }
}

/** Shows where the call is now. Best effort: nothing depends on it. */
export async function updateFloor(deps: Deps, ref: CallRef, call: CallState): Promise<void> {
  try {
    await floorOf(deps).overwrite(call.id, floorItem(ref.agent, call), LIVE_TTL);
  } catch (error) {
    deps.log.failure(error);
  }
}

/** The same is shown of both. */
const looksAlike = (a: CallState, b: CallState): boolean =>
  JSON.stringify(aside(a)) === JSON.stringify(aside(b));

/** Whoever writes the floor at the same moment looks again too: more rounds than this are not worth a webhook's time. */
const LOOKS = 3;

/**
 * Something has become known of a call. Shows it when it changes who is on hold, recorded, or supervised; else it costs
 * nothing. Two requests: what is written may have been overtaken on its way, so it is looked whether it is still right.
 * Best effort, as `updateFloor`.
 */
export async function followOnFloor(
  deps: Deps,
  ref: CallRef,
  { before, call }: { before: CallState; call: CallState },
): Promise<void> {
  if (hasEnded(call) || looksAlike(before, call)) return;
  try {
    let shown = call;
    for (let look = 0; look < LOOKS; look += 1) {
      if (!(await floorOf(deps).overwrite(call.id, floorItem(ref.agent, shown), LIVE_TTL))) return;
      const now = callIn(await callsOf(deps, ref.agent).get(LIVE), call.id);
      if (now === undefined || looksAlike(now, shown)) return;
      shown = now;
    }
  } catch (error) {
    deps.log.failure(error);
  }
}

/** The call is no longer on the floor. Best effort: its time to live, or a sweep, removes what is left behind. */
export async function leaveFloor(deps: Deps, id: string): Promise<void> {
  try {
    await floorOf(deps).remove(id);
  } catch (error) {
    deps.log.failure(error);
  }
}
