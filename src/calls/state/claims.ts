import type { CallState, Claim } from './facts';
import { isPresent } from './views';

/**
 * How long after the one's end Twilio may take to end the other line, when both were in the conference (both have
 * endConferenceOnExit). Later we do it ourselves.
 */
export const GRACE_MS = 5_000;
/** A claim older than this belongs to a request that has died: our own deadline is 9 s. */
export const CLAIM_MS = 10_000;

/** The agent's last known join over all conferences; -1 = none. */
export const lastJoin = (call: CallState): number =>
  Math.max(-1, ...Object.values(call.rooms ?? {}).map(({ joined }) => joined.agent ?? -1));

/** Nobody has told the agent, or it came to nothing: failed, died, or the agent entered the conference after it. */
export function untold(call: CallState, me: Claim): boolean {
  const { told } = call;
  if (told === undefined || told.by === me.by) return true;
  if (call.untold !== undefined && call.untold >= told.at) return true;
  if (me.at - told.at > CLAIM_MS) return true;
  return isPresent(call, 'agent') && lastJoin(call) > told.join;
}
