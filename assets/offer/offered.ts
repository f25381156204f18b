import type { CallView, Phase } from '../../src/calls/contract';

const OFFERED: Phase[] = ['starting', 'agent-ringing', 'agent-answered'];

/** A colleague talks with the agent about a customer, who may come after it. */
export const isConsulted = (call: CallView): boolean => call.offer?.transfer?.consulting === true;

/** The call is offered to the agent, who has not taken it yet. */
export const isOffered = (call: CallView | undefined): call is CallView & { offer: object } =>
  call?.offer !== undefined && !isConsulted(call) && OFFERED.includes(call.phase);

/** The call was offered, and ended before the agent took it. */
export const isMissedOffer = (call: CallView | undefined): call is CallView =>
  call?.offer !== undefined &&
  call.phase === 'ended' &&
  call.connectedAt === undefined &&
  call.outcome !== 'consulted';
