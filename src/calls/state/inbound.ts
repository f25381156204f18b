import type { Outcome, Phase, Reason } from '../contract';
import type { CallState, Label, Offer } from './facts';
import { isOver, wasAnswered } from './legs';

/** A call that TaskRouter offered to the agent, with what it is about. */
export type OfferedCall = CallState & { offer: Offer };

/** A call that a customer made, with what it is about. */
export type InboundCall = CallState & { direction: 'inbound'; offer: Offer & { caller: string } };

/** Whether TaskRouter offered it: it has to be told what becomes of it. */
export const isOffered = (call: CallState): call is OfferedCall => call.offer !== undefined;

/** Whether a customer called us: then their line is there first, and it outlives the call. */
export const isInbound = (call: CallState): call is InboundCall =>
  call.direction === 'inbound' && call.offer?.caller !== undefined;

/** Whether the agent is offered a customer who is to be called, or a message. From their yes on it is a call of theirs. */
export const isCallback = (call: CallState): call is OfferedCall => isOffered(call) && !isInbound(call);

/** The agent has said yes: the right to bring the customer in was claimed, or the message is theirs. */
export const wasTaken = (call: CallState): boolean =>
  call.dialled !== undefined || (isCallback(call) && call.accepted !== undefined);

/** The customer has been in the conference. */
export const cameIn = (call: CallState): boolean => call.customer?.joined !== undefined;

/** TaskRouter has given the caller to the agent. Who is in the conference, or was called, came after that. */
export const wasAccepted = (call: CallState): boolean =>
  call.accepted !== undefined || cameIn(call) || (isCallback(call) && call.customer !== undefined);

/** The agent's line is over, or there never was one. */
export const agentGone = (call: CallState): boolean =>
  isOver(call.agent) || (call.agent === undefined && call.lapsed !== undefined);

/** The customer is no longer with this call: they hung up, or went back to the queue. */
export const customerLeft = (call: CallState): boolean =>
  call.released !== undefined || isOver(call.customer);

/** The agent said yes, but the caller could not be given to them: one who was to be handed over has stayed where they were. */
export const wasRefused = (call: CallState): boolean =>
  call.refused !== undefined && (!wasAccepted(call) || (call.offer?.transfer !== undefined && !cameIn(call)));

/** Neither line is left in this call. */
export const bothGone = (call: InboundCall): boolean =>
  agentGone(call) && (!wasTaken(call) || wasRefused(call) || customerLeft(call));

/** Where a call that goes on is. */
export function phaseOf(call: InboundCall): Phase {
  const off = call.asked ?? call.lapsed ?? call.refused ?? (wasTaken(call) ? undefined : call.withdrawn);
  if (agentGone(call) || customerLeft(call) || off !== undefined) return 'ending';
  if (cameIn(call)) return 'connected';
  if (wasAnswered(call.agent)) return 'agent-answered';
  return call.agent?.status === 'ringing' ? 'agent-ringing' : 'starting';
}

/** Why the agent did not take what was offered. */
export function untakenReason({ agent, asked, withdrawn, refused, lapsed }: CallState): Reason {
  if (withdrawn !== undefined && (asked === undefined || withdrawn.at < asked.at))
    return withdrawn.by === 'customer' ? 'customer_hung_up' : 'offer_withdrawn';
  if (asked !== undefined) return 'offer_declined';
  if (refused !== undefined) return 'system_error';
  if (agent === undefined) return lapsed === undefined ? 'system_error' : 'agent_unreachable';
  if (wasAnswered(agent)) return 'agent_pressed_nothing';
  if (agent.status === 'busy') return 'agent_busy';
  return agent.status === 'failed' ? 'agent_unreachable' : 'agent_no_answer';
}

/**
 * Why it ended or is ending.
 *
 * @param endedBefore whether one of the lines was over before a moment
 * @param firstToLeave who left a conversation first
 */
export function reasonOf(
  call: InboundCall,
  endedBefore: (call: CallState, at: number) => boolean,
  firstToLeave: (call: CallState) => Label,
): Reason {
  if (call.consulted !== undefined && !cameIn(call) && call.refused === undefined)
    return call.asked === undefined ? 'agent_hung_up' : 'ended_in_page';
  if (!wasTaken(call) || wasRefused(call)) return untakenReason(call);
  if (call.asked !== undefined && !endedBefore(call, call.asked.at)) return 'ended_in_page';
  const left = call.kind === 'browser' ? 'agent_lost' : 'agent_hung_up';
  if (cameIn(call)) {
    // Whom the agent left behind has been released; who hung up first has not.
    if (call.released !== undefined) return left;
    return firstToLeave(call) === 'agent' ? left : 'customer_hung_up';
  }
  if (isOver(call.customer)) return 'customer_hung_up';
  return call.refused === undefined ? left : 'system_error';
}

/** What came of it. */
export function outcomeOf(call: InboundCall, reason: Reason | undefined): Outcome {
  if (cameIn(call)) return 'talked';
  if (call.consulted !== undefined) return 'consulted';
  if (reason === 'system_error') return 'failed';
  return reason === 'customer_hung_up' ? 'abandoned' : 'missed';
}
