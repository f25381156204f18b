import type { Reason } from '../contract';
import { CLAIM_MS } from './claims';
import { type CallState, type Claim, type Facts, isFinal } from './facts';
import { customerOver, hasEnded, isOver, reasonOf } from './views';

/** What the agent's line gets for an answer, and whether the customer is dialled now. */
export type DialDecision =
  /** Claim by writing these facts; whoever's write gets through dials, once. */
  | { do: 'dial'; claim: Facts }
  /** As `dial`, but an earlier claimer has died: look first whether they had dialled. */
  | { do: 'look-and-dial'; claim: Facts }
  /** Somebody is dialling or has dialled: into the conference. */
  | { do: 'join' }
  /** The call is over, or is being ended: say why. */
  | { do: 'say'; reason: Reason }
  /** This is not, or no longer, a line that may dial. */
  | { do: 'refuse' };

/** A key of a telephone: nothing else counts as a person's consent. */
const KEY = /^[0-9*#]+$/;

/**
 * The agent's line asks for what comes after the prompt. The customer is dialled only by this decision: only for a
 * pressed key, on the line that this call rang, once.
 *
 * @param call undefined when there is no live call by that id
 * @param me milliseconds, and who asks: unique to this request
 */
export function decideDial(
  call: CallState | undefined,
  line: { sid: string; digits: string | undefined },
  me: Claim,
): DialDecision {
  if (call === undefined || line.digits === undefined || !KEY.test(line.digits)) return { do: 'refuse' };
  return decide(call, line.sid, me);
}

/**
 * A browser has come onto the line for a call. There the click on "call" is the person's consent; the line that comes
 * first is the call's, any other one (a replayed message, a second window) is not.
 *
 * @param call undefined when the person has no live call by that id
 * @param me milliseconds, and who asks: unique to this request
 */
export function decideBrowser(call: CallState | undefined, sid: string, me: Claim): DialDecision {
  // One that is offered rings the browser: it can't be connected from there.
  return call?.kind === 'browser' && call.offer === undefined ? decide(call, sid, me) : { do: 'refuse' };
}

function decide(call: CallState, sid: string, me: Claim): DialDecision {
  if (call.agent !== undefined && (call.agent.sid !== sid || isFinal(call.agent.status)))
    return { do: 'refuse' };
  if (
    hasEnded(call) ||
    isOver(call.customer) ||
    call.asked ||
    call.capped ||
    call.dropped ||
    customerOver(call)
  )
    return { do: 'say', reason: reasonOf(call) ?? 'system_error' };
  if (call.customer !== undefined) return { do: 'join' };
  const claim: Facts = {
    agent: { sid, status: 'in-progress', answered: me.at },
    key: me.at,
    dialled: me,
  };
  if (call.dialled === undefined || call.dialled.by === me.by) return { do: 'dial', claim };
  return me.at - call.dialled.at > CLAIM_MS
    ? { do: 'look-and-dial', claim: { ...claim, again: true } }
    : { do: 'join' };
}
