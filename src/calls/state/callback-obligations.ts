import { untold } from './claims';
import type { Claim } from './facts';
import { type OfferedCall, wasRefused, wasTaken } from './inbound';
import { aboutTask, isTooLate, wantsWrapUp } from './inbound-obligations';
import { isOver, wasAnswered } from './legs';
import type { Obligation } from './obligations';
import { hasEnded, reasonOf } from './views';

/** The offer is gone: the agent's phone stops ringing, or they hear why. */
function aboutAgent(call: OfferedCall, me: Claim): Obligation[] {
  const { agent } = call;
  if (agent === undefined || isOver(agent) || call.asked !== undefined) return [];
  const hangUp: Obligation = { do: 'hang-up', sid: agent.sid };
  if (call.lapsed ?? call.archived) return [hangUp];
  const isGone = wasTaken(call) ? wasRefused(call) : call.withdrawn !== undefined;
  if (!isGone) return [];
  if (!wasAnswered(agent)) return [hangUp];
  return untold(call, me) ? [{ do: 'tell', sid: agent.sid, reason: reasonOf(call) ?? 'system_error' }] : [];
}

/**
 * As `obligations`, of a callback: what is to be done about an offer comes before what `lines`, those of every call that
 * an agent makes, want.
 */
export function callbackObligations(call: OfferedCall, me: Claim, lines: Obligation[]): Obligation[] {
  const late = isTooLate(call, me.at);
  const agent = aboutAgent(call, me);
  const others = lines.filter(
    (what) => what.do !== 'archive' && !(agent.length > 0 && 'sid' in what && what.sid === call.agent?.sid),
  );
  const todo = [...(late ? [] : aboutTask(call, me)), ...agent, ...others];
  if (todo.length > 0 || !hasEnded(call) || call.archived !== undefined) return todo;
  return wantsWrapUp(call) && !late ? [] : [{ do: 'archive' }];
}
