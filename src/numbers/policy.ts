import { type NumberProblem, type ReadNumber, readNumber } from './parse';

/** Why a customer's number is not called. */
export type DestinationProblem = NumberProblem | 'own_number' | 'caller_id' | 'do_not_call';

/** What the decision about a destination depends on; `Config` fits, with the agent's own number beside it. */
export interface DestinationPolicy {
  allowedCountries: readonly string[];
  /** E.164. */
  doNotCall: readonly string[];
  /** The number shown to customers, E.164: calling it would call ourselves. */
  callerId: string;
  /** The others that an agent may choose. */
  callerIds: readonly string[];
}

/** May this agent call that number? The one gate against toll fraud: everything that dials goes through it. */
export function checkDestination(
  text: string,
  policy: DestinationPolicy,
  agentNumber: string,
): ReadNumber | { ok: false; problem: DestinationProblem } {
  const read = readNumber(text, policy.allowedCountries);
  if (!read.ok) return read;
  if (read.e164 === agentNumber) return { ok: false, problem: 'own_number' };
  if ([policy.callerId, ...policy.callerIds].includes(read.e164)) return { ok: false, problem: 'caller_id' };
  if (policy.doNotCall.includes(read.e164)) return { ok: false, problem: 'do_not_call' };
  return read;
}
