import type { CallView } from '../../src/calls/contract';
import type { TextKey } from '../i18n';
import type { CordPlace } from './cord';
import type { Lamp } from './scene';

/** How a call is drawn: the lamps of both jacks, where the cord is, and what that means. */
export interface CallDrawing {
  agent: Lamp;
  customer: Lamp;
  cord: CordPlace;
  alt: TextKey;
}

/** No call. */
const NONE: CallDrawing = { agent: 'off', customer: 'off', cord: 'rest', alt: 'board.cord.rest' };

/** A call comes in: the customer's end is plugged in, the agent's is offered. */
export const OFFERED: CallDrawing = {
  agent: 'ringing',
  customer: 'on',
  cord: 'offered',
  alt: 'board.cord.offered',
};

/** Whose plug is out shows who ended the call. */
function ended({ connectedAt, endedBy }: CallView): CallDrawing {
  const gone: CallDrawing = { agent: 'gone', customer: 'gone', cord: 'rest', alt: 'board.cord.slack' };
  if (connectedAt === undefined) return gone;
  if (endedBy === 'customer') return { ...gone, cord: 'loose-customer' };
  return { ...gone, cord: endedBy === 'agent' ? 'loose-agent' : 'loose' };
}

/** A customer who is offered, and being connected: their plug is in already. */
function offered(phase: CallView['phase']): CallDrawing | undefined {
  if (phase === 'starting' || phase === 'agent-ringing') return OFFERED;
  if (phase === 'agent-answered' || phase === 'dialling') return { ...OFFERED, agent: 'on' };
  return undefined;
}

/** How the call is drawn. */
export function drawingOf(call: CallView | undefined): CallDrawing {
  // Who wants to be called back is on no line yet.
  const coming = call?.offer && call.direction === 'inbound' ? offered(call.phase) : undefined;
  if (coming) return coming;
  switch (call?.phase) {
    case undefined:
      return NONE;
    case 'starting':
      return { agent: 'off', customer: 'off', cord: 'lifted', alt: 'board.cord.agent' };
    case 'agent-ringing':
      return { agent: 'ringing', customer: 'off', cord: 'lifted', alt: 'board.cord.agent' };
    case 'agent-answered':
      return { agent: 'on', customer: 'off', cord: 'lifted', alt: 'board.cord.agent' };
    case 'dialling':
      return { agent: 'on', customer: 'off', cord: 'reaching', alt: 'board.cord.reach' };
    case 'customer-ringing':
      return { agent: 'on', customer: 'ringing', cord: 'reaching', alt: 'board.cord.reach' };
    case 'connected':
      return { agent: 'on', customer: 'on', cord: 'connected', alt: 'board.cord.connected' };
    case 'ending':
    case 'ended':
      return ended(call);
  }
}
