import type { Outcome, Reason } from '../contract';
import type { CallState } from './facts';
import { agentGone, cameIn, customerLeft, isCallback, untakenReason, wasRefused, wasTaken } from './inbound';
import { wasAnswered } from './legs';

/** The agent has not taken it, or could not be given it. */
const isUntaken = (call: CallState): boolean => !wasTaken(call) || wasRefused(call);

/** What takes an offer back, or ends it, before the agent's line does; else it goes as with every call. */
export const isOff = (call: CallState): boolean =>
  isCallback(call) &&
  (call.lapsed !== undefined || (isUntaken(call) && (call.withdrawn ?? call.refused) !== undefined));

/** Neither line is left, nor can one come. */
export const bothGone = (call: CallState, customerMissing: boolean): boolean =>
  agentGone(call) && !customerMissing && (call.customer === undefined || customerLeft(call));

/** Why a callback ended or is ending, if that is other than with a call of the agent's own. */
export function reasonOf(call: CallState): Reason | undefined {
  if (!isCallback(call)) return undefined;
  if (isUntaken(call)) return untakenReason(call);
  // The message was heard, and that was it.
  return call.dialled === undefined && call.asked === undefined ? 'agent_hung_up' : undefined;
}

/** What came of a callback, if that is other than with a call of the agent's own. */
export function outcomeOf(call: CallState, reason: Reason | undefined): Outcome | undefined {
  if (!isCallback(call) || !isUntaken(call)) return undefined;
  return reason === 'system_error' ? 'failed' : 'missed';
}

/** The customer was reached, or to hear a message was all there was to it. Else another attempt is due. */
export function isServed(call: CallState): boolean {
  if (wasAnswered(call.customer) || cameIn(call)) return call.customer?.machine === undefined;
  const { message, callback } = call.offer ?? {};
  return message !== undefined && callback?.wanted !== true && call.dialled === undefined;
}
