import type { Reason } from '../contract';
import { CLAIM_MS } from './claims';
import { type CallState, type Claim, type Facts, isFinal } from './facts';
import { agentGone, cameIn, customerLeft, isCallback, isOffered } from './inbound';
import { hasEnded, reasonOf } from './views';

/** What the line of an agent who was offered a caller gets, and whether the caller is brought in now. */
export type AnswerDecision =
  /** Claim by writing these facts; whoever's write gets through brings the caller, once. */
  | { do: 'take'; claim: Facts }
  /** As `take`, but an earlier claimer has died: look first how far they came. */
  | { do: 'look-and-take'; claim: Facts }
  /** The agent talks with the colleague who hands the customer over: write these facts. */
  | { do: 'consult'; claim: Facts }
  /** They have talked with the colleague; whether they are given the customer, the colleague's call tells. */
  | { do: 'leave' }
  /** Somebody is bringing the caller or has brought them: into the conference. */
  | { do: 'join' }
  /** The offer is gone: say why. */
  | { do: 'say'; reason: Reason }
  /** Nobody pressed a key. */
  | { do: 'silence' }
  /** This is not, or no longer, a line of this call. */
  | { do: 'refuse' };

/** A key of a telephone: nothing else counts as a person's consent. Voicemail presses none. */
const KEY = /^[0-9*#]+$/;

/**
 * The agent's line asks for what comes after it was answered. A caller is taken only by this decision: on a phone only
 * for a pressed key, in a browser for the click that answered; on the line that this call rang, once.
 *
 * @param call undefined when there is no live call by that id
 * @param me milliseconds, and who asks: unique to this request
 */
export function decideAnswer(
  call: CallState | undefined,
  line: { sid: string; digits: string | undefined; after?: boolean },
  me: Claim,
): AnswerDecision {
  if (call === undefined || !isOffered(call)) return { do: 'refuse' };
  if (call.agent !== undefined && (call.agent.sid !== line.sid || isFinal(call.agent.status)))
    return { do: 'refuse' };
  if (line.after) return afterConsulting(call);
  const consents = call.kind === 'browser' || KEY.test(line.digits ?? '');
  if (!consents) return { do: 'silence' };
  const off = call.asked ?? call.rejected ?? call.refused;
  const gone = hasEnded(call) || agentGone(call) || customerLeft(call) || off !== undefined;
  const taken = call.dialled !== undefined || call.consulted !== undefined;
  if (gone || (!taken && call.withdrawn !== undefined))
    return { do: 'say', reason: reasonOf(call) ?? 'offer_withdrawn' };
  if (cameIn(call) || (isCallback(call) && call.customer !== undefined)) return { do: 'join' };
  const yes: Facts = { agent: { sid: line.sid, status: 'in-progress', answered: me.at }, key: me.at };
  if (call.offer.transfer?.kind === 'warm' && call.dialled === undefined)
    return { do: 'consult', claim: yes };
  const claim: Facts = { ...yes, dialled: me };
  if (call.dialled === undefined || call.dialled.by === me.by) return { do: 'take', claim };
  return me.at - call.dialled.at > CLAIM_MS ? { do: 'look-and-take', claim } : { do: 'join' };
}

/** The agent comes out of the colleague's conference: the customer was brought to them, or that was it. */
const afterConsulting = (call: CallState): AnswerDecision =>
  goesOnTo(call) && call.dialled !== undefined ? { do: 'join' } : { do: 'leave' };

/** The agent has talked with the colleague, and may be given the customer. */
export function goesOnTo(call: CallState): boolean {
  const off = call.asked ?? call.refused ?? call.released;
  const isThere = !hasEnded(call) && !agentGone(call) && !customerLeft(call);
  return call.consulted !== undefined && off === undefined && isThere;
}
