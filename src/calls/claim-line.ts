import type { Deps } from '../endpoint';
import type { LiveMap, Versioned } from '../live-state';
import { archive } from './archive';
import { type CallItem, callIn, LIVE, LIVE_TTL } from './items';
import { findAgentLine, lookAtLines, maybePlaced } from './lines';
import { settle } from './settle';
import { type CallState, hasEnded, isOffered, joinFacts } from './state';

/** Claims the agent's line: the item, or undefined when there is one already. */
export async function claimLine(
  calls: LiveMap<CallItem>,
  call: CallState,
): Promise<Versioned<CallItem> | undefined> {
  try {
    return await calls.create(LIVE, call, LIVE_TTL);
  } catch (error) {
    if (!maybePlaced(error)) throw error;
    // Perhaps only the answer was lost.
    const item = await calls.get(LIVE);
    if (callIn(item, call.id) === undefined) throw error;
    return item;
  }
}

/**
 * Whether the call that has the agent's line is over by now, and has given it free. Callbacks may have been lost, or
 * whoever claimed may have died: Twilio knows how the lines are.
 */
export async function clearAway(
  deps: Deps,
  agent: string,
  item: Versioned<CallItem>,
  call: CallState,
): Promise<boolean> {
  const ref = { agent, call: call.id };
  // A browser is let onto the line of its own call by us, so what we know of it is all there is.
  const unknown = call.agent === undefined && (isOffered(call) || call.kind === undefined);
  const found =
    unknown && !hasEnded(call) ? [await findAgentLine(deps, call)] : await lookAtLines(deps, call);
  const facts = found.reduce(joinFacts, {});
  if (unknown && facts.agent === undefined && !isOffered(call)) {
    await archive(deps, ref, call, item);
    return true;
  }
  // TaskRouter must still be told of an offer that never rang.
  const lapsed = unknown && facts.agent === undefined ? { lapsed: deps.now().getTime() } : {};
  const settled = await settle(deps, ref, joinFacts(facts, lapsed), item);
  return settled === undefined || hasEnded(settled.call);
}
