import { type Deps, maskPhone } from '../endpoint';
import type { FloorItem } from './contract';
import { type CallRef, callIn, callsOf, floorOf, itemsFrom, LIVE, LIVE_TTL } from './items';
import { type CallState, phaseOf } from './state';

/** Longer addresses are cut: an item of the floor is small. */
const LONGEST_EMAIL = 100;

const floorItem = (ref: CallRef, call: CallState): FloorItem => ({
  agent: ref.agent,
  email: call.who.slice(0, LONGEST_EMAIL),
  to: maskPhone(call.to),
  since: call.at,
  phase: phaseOf(call),
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
    const live = await callsOf(deps, data.agent).get(LIVE);
    if (callIn(live, key) === undefined) freed = (await floorOf(deps).remove(key)) || freed;
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
  await floor.create(call.id, floorItem(ref, call), LIVE_TTL);
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
    await floorOf(deps).create(call.id, floorItem(ref, call), LIVE_TTL);
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
    await floorOf(deps).overwrite(call.id, floorItem(ref, call), LIVE_TTL);
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
