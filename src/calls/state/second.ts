import type { CallState, Facts, LineFacts } from './facts';
import { agentGone, cameIn, wasRefused, wasTaken } from './inbound';
import { isOver, wasAnswered } from './legs';
import type { Failure } from './transfer';

/** What came of a colleague's wish to hand a customer over. */
export type News = 'done' | Failure;

/** SIP 603: the person refused the call. https://www.twilio.com/docs/voice/api/call-resource */
const DECLINED = 603;

function whyNot(line: LineFacts): Failure {
  if (line.status === 'busy') return line.sip === DECLINED ? 'declined' : 'busy';
  return line.status === 'failed' ? 'unreachable' : 'no_answer';
}

/** Why the agent has not become the customer's, as far as that is over. */
function failureOf(call: CallState): Failure | undefined {
  const { agent, asked, withdrawn, consulted, refused } = call;
  if (consulted !== undefined && agentGone(call) && (!wasTaken(call) || refused !== undefined)) return 'left';
  if (refused !== undefined && wasRefused(call)) return 'unreachable';
  // Whether somebody who hung up as the customer came has them, must be found out first.
  if (consulted !== undefined || wasTaken(call)) return undefined;
  if (asked !== undefined) return 'declined';
  if (agent !== undefined && isOver(agent)) return wasAnswered(agent) ? 'no_answer' : whyNot(agent);
  if (agentGone(call)) return 'unreachable';
  return withdrawn === undefined ? undefined : 'no_answer';
}

/** What the call that the customer is handed over from must be told by now. */
export function newsOf(call: CallState): News | undefined {
  if (call.offer?.transfer === undefined || call.passed !== undefined) return undefined;
  return cameIn(call) ? 'done' : failureOf(call);
}

/** Who was consulted, and to whose conference the customer has come, has them: the colleague has given them away. */
export const decidedSecond = (call: CallState): Facts =>
  call.consulted !== undefined && call.dialled === undefined && call.customer?.joined !== undefined
    ? { dialled: { at: call.customer.joined, by: 'first' } }
    : {};
