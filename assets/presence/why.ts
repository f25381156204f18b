import type { CallView } from '../../src/calls/contract';
import type { PresenceAnswer } from '../../src/workers/contract';

/** An offer that ends without an answer sets its agent aside within this. Milliseconds. */
const NEAR = 45_000;

/** Why the system has set somebody aside. */
export interface SetAside {
  why: 'unanswered' | 'declined' | 'pressed_nothing' | 'unreachable';
  /** When the call came, milliseconds since the epoch. */
  at: number;
}

/** An offer that ended otherwise was nobody's fault here: the caller had gone, or a colleague took it. */
const WHY: Partial<Record<NonNullable<CallView['reason']>, SetAside['why']>> = {
  agent_no_answer: 'unanswered',
  offer_withdrawn: 'unanswered',
  agent_busy: 'unreachable',
  agent_unreachable: 'unreachable',
  agent_pressed_nothing: 'pressed_nothing',
  offer_declined: 'declined',
};

/**
 * Why the person was set aside, and the time of the call: the one that was offered and not taken just before they became
 * away tells more than their worker does. Undefined when they stepped away by themselves. `calls`: newest first.
 */
export function setAside(
  { activity, available, since, why: told }: PresenceAnswer,
  calls: readonly CallView[],
): SetAside | undefined {
  if (available || (told === undefined && activity.toLowerCase() !== 'away')) return undefined;
  const from = Date.parse(since);
  const missed = calls.find(
    ({ offer, connectedAt, endedAt }) =>
      offer !== undefined &&
      connectedAt === undefined &&
      endedAt !== undefined &&
      Math.abs(Date.parse(endedAt) - from) < NEAR,
  );
  const why = (missed?.reason && WHY[missed.reason]) ?? told;
  return why && { why, at: missed ? Date.parse(missed.startedAt) : from };
}
