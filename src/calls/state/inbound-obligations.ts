import { CLAIM_MS, firstToEnd, GRACE_MS, untold } from './claims';
import type { CallState, Claim } from './facts';
import {
  agentGone,
  cameIn,
  customerLeft,
  type InboundCall,
  type OfferedCall,
  wasAccepted,
  wasRefused,
  wasTaken,
} from './inbound';
import { isOver, wasAnswered } from './legs';
import type { Obligation } from './obligations';
import { newsOf } from './second';
import { isStranded, isUnderWay, isWithGuest, wasLoose } from './transfer-views';
import { hasEnded, reasonOf } from './views';

/** What TaskRouter could not be told for so long, it finds out by its own timeouts. */
export const GIVE_UP_MS = 600_000;

/** Twilio is about to end the other line, or to ask what the customer hears now, as the conference has just ended. */
const endsByItself = (call: CallState, end: number | undefined, now: number): boolean =>
  cameIn(call) && end !== undefined && now - end < GRACE_MS;

function aboutAgent(call: InboundCall, me: Claim): Obligation[] {
  const { agent } = call;
  if (agent === undefined || isOver(agent)) return [];
  const hangUp: Obligation = { do: 'hang-up', sid: agent.sid };
  if (call.asked ?? call.lapsed ?? call.archived) return [hangUp];
  const offerGone = wasTaken(call) ? call.refused !== undefined || customerLeft(call) : call.withdrawn;
  if (!offerGone) return [];
  if (!wasAnswered(agent)) return [hangUp];
  if (!cameIn(call))
    return untold(call, me) ? [{ do: 'tell', sid: agent.sid, reason: reasonOf(call) ?? 'system_error' }] : [];
  const end = isWithGuest(call) ? undefined : (call.customer?.ended ?? call.released);
  return endsByItself(call, end, me.at) ? [] : [hangUp];
}

/**
 * A customer whom the agent has taken, and who is not known to have left, must not be left alone. Of one who has left, it
 * must be known whether TaskRouter had given them to the agent: else the task would stay the agent's.
 */
function aboutCustomer(call: InboundCall, now: number, late: boolean): Obligation[] {
  if (!wasTaken(call) || wasRefused(call)) return [];
  if (customerLeft(call))
    return agentGone(call) && !wasAccepted(call) && !late ? [{ do: 'find-customer' }] : [];
  const sid = call.offer.caller;
  if (isUnderWay(call) || isStranded(call)) return [];
  if (cameIn(call) && call.asked !== undefined)
    return firstToEnd(call, now) === 'agent' ? [] : [{ do: 'hang-up', sid }];
  if (call.refused !== undefined) return [{ do: 'return-customer', sid }];
  if (!agentGone(call)) return isMissed(call, now) ? [{ do: 'find-customer' }] : [];
  if (!cameIn(call)) return [{ do: 'find-customer' }];
  const shared = Object.values(call.rooms ?? {}).some(({ joined }) => joined.agent !== undefined);
  return shared && !wasLoose(call) && endsByItself(call, call.agent?.ended, now)
    ? []
    : [{ do: 'return-customer', sid }];
}

/** Who was consulted waits for a customer who was to follow them, and has not come. */
const isMissed = (call: InboundCall, now: number): boolean =>
  call.consulted !== undefined && !cameIn(call) && now - (call.dialled?.at ?? now) > CLAIM_MS;

/** Nobody else is beginning the work after the call just now. */
function free({ wrapping, unwrapped }: CallState, me: Claim): boolean {
  if (wrapping === undefined || wrapping.by === me.by) return true;
  return (unwrapped !== undefined && unwrapped >= wrapping.at) || me.at - wrapping.at > CLAIM_MS;
}

/** TaskRouter must still be told that the call is over. */
export const wantsWrapUp = (call: CallState): boolean =>
  wasAccepted(call) && hasEnded(call) && call.wrapped === undefined;

/** What TaskRouter must be told: that the next one may have the caller, or that the work after the call begins. */
export function aboutTask(call: OfferedCall, me: Claim): Obligation[] {
  if (wasAccepted(call)) return wantsWrapUp(call) && free(call, me) ? [{ do: 'wrap-up' }] : [];
  const over = call.asked !== undefined || agentGone(call);
  const untaken = wasTaken(call) ? wasRefused(call) : over;
  return untaken && call.withdrawn === undefined && call.rejected === undefined ? [{ do: 'reject' }] : [];
}

/** It is too late to tell TaskRouter anything. */
export function isTooLate(call: CallState, now: number): boolean {
  const end = call.agent?.ended ?? call.lapsed ?? call.asked?.at;
  return call.archived !== undefined || (end !== undefined && now - end > GIVE_UP_MS);
}

const isReject = ({ do: what }: Obligation): boolean => what === 'reject';

/** As `obligations`, of a call that came in. */
export function inboundObligations(call: InboundCall, me: Claim): Obligation[] {
  const late = isTooLate(call, me.at);
  const lines = [...aboutAgent(call, me), ...aboutCustomer(call, me.at, late)];
  // The reservation first: the next agent's phone rings the sooner.
  const news = newsOf(call);
  const tell: Obligation[] = news === undefined || late ? [] : [{ do: 'tell-first', news }];
  const task = late ? [] : aboutTask(call, me);
  // But a customer on hold waits for what the colleague is told.
  const todo = [...task.filter(isReject), ...tell, ...task.filter((what) => !isReject(what)), ...lines];
  if (todo.length > 0 || !hasEnded(call) || call.archived !== undefined) return todo;
  return wantsWrapUp(call) && !late ? [] : [{ do: 'archive' }];
}
