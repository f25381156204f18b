import type { CallView, Reason } from '../../src/calls/contract';
import type { Talk } from '../voice/line';

const REASONS: Record<NonNullable<Talk['ended']>['by'], Reason> = {
  agent: 'agent_hung_up',
  customer: 'customer_hung_up',
  system: 'system_error',
};

const iso = (ms: number): string => new Date(ms).toISOString();

/** A call that came in and is talked in this tab, drawn and told like any other. */
export function viewOfTalk({ sid, from, at, answeredAt, ended }: Talk): CallView {
  const leg = {
    present: ended === undefined,
    status: ended === undefined ? 'in-progress' : 'completed',
    answeredAt: iso(answeredAt),
    ...(ended && { endedAt: iso(ended.at) }),
  } as const;
  return {
    id: sid,
    direction: 'inbound',
    kind: 'browser',
    phase: ended === undefined ? 'connected' : 'ended',
    recipient: from,
    legs: [
      { ...leg, label: 'agent', number: '', callSid: sid },
      { ...leg, label: 'customer', number: from },
    ],
    startedAt: iso(at),
    connectedAt: iso(answeredAt),
    voicemail: false,
    ...(ended && {
      endedAt: iso(ended.at),
      talkSeconds: Math.round((ended.at - answeredAt) / 1000),
      reason: REASONS[ended.by],
      endedBy: ended.by,
      outcome: 'talked',
    }),
  };
}
