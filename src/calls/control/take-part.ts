import type { Deps } from '../../endpoint';
import { answered } from '../../twilio';
import { lookAtLine } from '../lines';
import type { Facts, Mode, Obligation } from '../state';

/** What Twilio is told of a participant who takes part like this. */
export interface Position {
  muted: boolean;
  coaching: boolean;
  callSidToCoach?: string;
}

/**
 * How a supervisor takes part, in Twilio's words. Who only listens is a muted coach: between listening and whispering
 * nothing changes but that, so at no moment does the customer hear them.
 * https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
 *
 * @param coached the agent's line, `CA…`
 */
export function positionOf(mode: Mode, coached: string): Position {
  if (mode === 'barge') return { muted: false, coaching: false };
  return { muted: mode === 'listen', coaching: true, callSidToCoach: coached };
}

/** Lets a supervisor take part as they have asked for. One request; safe to repeat. */
export async function takePart(
  deps: Deps,
  { id, sid, conference, mode, coached }: Extract<Obligation, { do: 'supervise' }>,
): Promise<Facts> {
  try {
    await deps.twilio().conferences(conference).participants(sid).update(positionOf(mode, coached));
    return {};
  } catch (error) {
    // They have left, the agent has (https://www.twilio.com/docs/api/errors/13240), or the conference is over.
    if (answered(error, 404, 13240)) return lookAtLine(deps, id, sid);
    throw error;
  }
}

/** Takes the agent off hold. One request; safe to repeat. */
export async function bringBack(
  deps: Deps,
  { sid, conference }: Extract<Obligation, { do: 'bring-back' }>,
): Promise<Facts> {
  try {
    await deps.twilio().conferences(conference).participants(sid).update({ hold: false });
    return {};
  } catch (error) {
    if (answered(error, 404)) return lookAtLine(deps, 'agent', sid);
    throw error;
  }
}
