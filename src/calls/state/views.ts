import type { EndedBy, Outcome, Phase, Reason } from '../contract';
import * as callback from './callback';
import type { CallState, Label, LegFacts, Stand } from './facts';
import * as inbound from './inbound';
import { isOver, wasAnswered } from './legs';

export { isOver, wasAnswered } from './legs';

/** The line of the agent, the customer, or of the guest or supervisor by that id. */
const lineOf = (call: CallState, who: string): LegFacts | undefined =>
  who === 'agent' || who === 'customer' ? call[who] : call.others?.[who]?.line;

/** The conference that goes on with them in it, by the last join and leave that are known. */
export function roomWith(call: CallState, who: string): string | undefined {
  if (isOver(lineOf(call, who))) return undefined;
  return Object.entries(call.rooms ?? {}).find(
    ([, { joined, left, ended }]) => !ended && (joined[who] ?? -1) > (left[who] ?? -1),
  )?.[0];
}

/** In a conference that goes on. */
export const isPresent = (call: CallState, who: string): boolean => roomWith(call, who) !== undefined;

/** How somebody who is in the conference takes part. */
export function standOf(call: CallState, who: string): Omit<Stand, 'n'> {
  const room = call.rooms?.[roomWith(call, who) ?? ''];
  const stand = room?.stands?.[who];
  // Who left and came back takes part like everybody.
  return stand === undefined || stand.n < (room?.joined[who] ?? -1) ? {} : stand;
}

/** Since when somebody who is on hold has been, milliseconds since the epoch; undefined when that was not heard. */
export function heldSince(call: CallState, who: string): number | undefined {
  const room = call.rooms?.[roomWith(call, who) ?? ''];
  const hold = room?.holds?.[who];
  return hold === undefined || hold.n < (room?.joined[who] ?? -1) ? undefined : hold.at;
}

/** Both have been in the same conference with the customer's line answered: Twilio ends the one with the other. */
export function hadBoth(call: CallState): boolean {
  return (
    wasAnswered(call.customer) &&
    Object.values(call.rooms ?? {}).some(
      ({ joined }) => joined.agent !== undefined && joined.customer !== undefined,
    )
  );
}

/** The right to dial was claimed, and whether a customer's line came of it or ended is not known yet. */
export const customerMissing = (call: CallState): boolean =>
  call.dialled !== undefined && call.customer === undefined && call.refused === undefined;

/** The customer was dialled, and that is over, or they are no longer the agent's. */
export const customerOver = (call: CallState): boolean =>
  call.customer === undefined
    ? call.refused !== undefined
    : isOver(call.customer) || call.released !== undefined;

/**
 * The call of a browser that was ended, or given up, before that browser came onto the line. It can't come any more:
 * whoever lets it in writes that on condition that none of this has happened.
 */
const neverCame = (call: CallState): boolean =>
  call.kind === 'browser' &&
  call.agent === undefined &&
  (call.asked !== undefined || call.lapsed !== undefined);

/** Neither line is left. */
export const hasEnded = (call: CallState): boolean =>
  call.archived !== undefined || (inbound.isInbound(call) ? inbound.bothGone(call) : bothGone(call));

const bothGone = (call: CallState): boolean => {
  if (inbound.isCallback(call)) return callback.bothGone(call, customerMissing(call));
  return outboundGone(call);
};

const outboundGone = (call: CallState): boolean =>
  neverCame(call) ||
  (isOver(call.agent) && !customerMissing(call) && (call.customer === undefined || customerOver(call)));

/** Where the call is. */
export function phaseOf(call: CallState): Phase {
  if (hasEnded(call)) return 'ended';
  if (inbound.isInbound(call)) return inbound.phaseOf(call);
  const off = call.asked ?? call.capped ?? call.dropped;
  if (isOver(call.agent) || customerOver(call) || off !== undefined || callback.isOff(call)) return 'ending';
  if (wasAnswered(call.customer)) return 'connected';
  if (call.customer?.status === 'ringing') return 'customer-ringing';
  if (call.dialled !== undefined || call.customer !== undefined) return 'dialling';
  if (wasAnswered(call.agent)) return 'agent-answered';
  return call.agent?.status === 'ringing' ? 'agent-ringing' : 'starting';
}

/** SIP 603: the person refused the call. https://www.twilio.com/docs/voice/api/call-resource */
const DECLINED = 603;

function agentReason({ agent, lapsed }: CallState): Reason | undefined {
  if (agent === undefined) return lapsed === undefined ? 'system_error' : 'agent_unreachable';
  if (wasAnswered(agent)) return undefined;
  if (agent.status === 'busy') return 'agent_busy';
  return agent.status === 'failed' ? 'agent_unreachable' : 'agent_no_answer';
}

function unansweredReason(call: CallState, customer: LegFacts): Reason {
  if (customer.status === 'busy') return customer.sip === DECLINED ? 'customer_rejected' : 'customer_busy';
  if (customer.status === 'failed') return 'customer_unreachable';
  const agentLeftFirst =
    call.agent?.ended !== undefined && (customer.ended === undefined || call.agent.ended < customer.ended);
  // A line that we hang up while it rings ends as canceled or completed, with some carriers as no-answer.
  if (customer.status === 'no-answer' && !agentLeftFirst) return 'customer_no_answer';
  return 'agent_hung_up';
}

/** Who left a conversation first: Twilio says, else the order in which they left, else the earlier end. */
function firstToLeave(call: CallState): Label {
  const rooms = Object.values(call.rooms ?? {});
  for (const { endedBy } of rooms) {
    if (endedBy !== undefined && endedBy === call.agent?.sid) return 'agent';
    if (endedBy !== undefined && endedBy === call.customer?.sid) return 'customer';
  }
  for (const { left } of rooms) {
    if (left.agent === undefined && left.customer === undefined) continue;
    return (left.agent ?? Number.POSITIVE_INFINITY) < (left.customer ?? Number.POSITIVE_INFINITY)
      ? 'agent'
      : 'customer';
  }
  const agentEnd = call.agent?.ended ?? Number.POSITIVE_INFINITY;
  const customerEnd = call.customer?.ended ?? Number.POSITIVE_INFINITY;
  return agentEnd < customerEnd ? 'agent' : 'customer';
}

/** One of the lines was gone by then, so the end had another reason. Twilio's times are whole seconds. */
const endedBefore = (call: CallState, at: number): boolean =>
  [call.agent, call.customer].some((leg) => leg?.ended !== undefined && leg.ended + 1000 < at);

/** Why the call ended or is ending; undefined while it goes on. */
export function reasonOf(call: CallState): Reason | undefined {
  const phase = phaseOf(call);
  if (phase !== 'ending' && phase !== 'ended') return undefined;
  if (call.transfer?.done !== undefined) return 'transferred';
  if (inbound.isInbound(call)) return inbound.reasonOf(call, endedBefore, firstToLeave);
  const offered = callback.reasonOf(call);
  if (offered !== undefined) return offered;
  if (call.capped !== undefined) return 'cap_reached';
  if (call.asked !== undefined && !endedBefore(call, call.asked.at)) return 'ended_in_page';
  const { customer } = call;
  if (customer === undefined) {
    const agent = agentReason(call);
    if (agent !== undefined) return agent;
    if (call.refused !== undefined) return call.refused > 0 ? 'customer_unreachable' : 'system_error';
    return call.dialled === undefined ? 'agent_pressed_nothing' : 'agent_hung_up';
  }
  if (call.dropped !== undefined) return 'customer_voicemail';
  if (!wasAnswered(customer)) return isOver(customer) ? unansweredReason(call, customer) : 'agent_hung_up';
  return firstToLeave(call) === 'agent' ? 'agent_hung_up' : 'customer_hung_up';
}

/** Who ended it, by the reason. */
export function endedByOf(call: CallState): EndedBy | undefined {
  const reason = reasonOf(call);
  switch (reason) {
    case undefined:
      return undefined;
    case 'ended_in_page':
      return call.asked?.by ?? 'agent';
    case 'cap_reached':
    case 'system_error':
    case 'customer_voicemail':
    case 'customer_unreachable':
    case 'agent_unreachable':
    case 'agent_lost':
    case 'offer_withdrawn':
      return 'system';
    case 'offer_declined':
      return call.asked?.by ?? 'agent';
    default:
      return reason.startsWith('customer') ? 'customer' : 'agent';
  }
}

/** What came of it; undefined until it has ended. */
export function outcomeOf(call: CallState): Outcome | undefined {
  if (!hasEnded(call)) return undefined;
  if (inbound.isInbound(call)) return inbound.outcomeOf(call, reasonOf(call));
  const offered = callback.outcomeOf(call, reasonOf(call));
  if (offered !== undefined) return offered;
  if (wasAnswered(call.customer)) return call.customer?.machine === undefined ? 'talked' : 'voicemail';
  if (reasonOf(call) === 'system_error') return 'failed';
  return call.customer === undefined && call.refused === undefined ? 'not_dialled' : 'not_reached';
}
