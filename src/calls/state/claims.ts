import type { CallState, Claim, Label } from './facts';
import { isOver, wasAnswered } from './legs';
import { isPresent } from './views';

/**
 * How long after the one's end Twilio may take to end the other line, when both were in the conference (both have
 * endConferenceOnExit). Later we do it ourselves.
 */
export const GRACE_MS = 5_000;
/** A claim older than this belongs to a request that has died: our own deadline is 9 s. */
export const CLAIM_MS = 10_000;

/**
 * Whose line is to be ended first when a call was ended by a click: its end is reported, and whoever hears of it ends what
 * is left. In a conversation it is the agent's, which ends the conference for all; a customer whose phone rings stops
 * being rung. Undefined: all that are up, also when nothing was heard for a while.
 */
export function firstToEnd({ asked, agent, customer, released }: CallState, now: number): Label | undefined {
  if (asked === undefined || now - asked.at >= GRACE_MS || released !== undefined) return undefined;
  if (agent === undefined || isOver(agent) || customer === undefined || isOver(customer)) return undefined;
  return wasAnswered(customer) || customer.joined !== undefined ? 'agent' : 'customer';
}

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
