import type { ParticipantRecord } from '../model';

/** What decides who hears whom. */
export interface Floor {
  /** Before the conference starts, everybody hears only their waiting music. */
  started: boolean;
}

/** One participant, as far as that goes. */
export type Voice = Pick<
  ParticipantRecord,
  'callSid' | 'status' | 'muted' | 'hold' | 'coaching' | 'callSidToCoach'
>;

/**
 * Whether `listener` hears `speaker`: the one rule behind captions, speaker events and, later, the audio mixer. A coach
 * is heard by the one who is coached alone; who is on hold neither hears nor is heard; who is muted hears.
 * https://www.twilio.com/docs/voice/api/conference-participant-resource
 */
export function hears(conference: Floor, listener: Voice, speaker: Voice): boolean {
  if (!conference.started || listener.callSid === speaker.callSid) return false;
  if (listener.status !== 'connected' || speaker.status !== 'connected') return false;
  if (listener.hold || speaker.hold || speaker.muted) return false;
  return !speaker.coaching || speaker.callSidToCoach === listener.callSid;
}
