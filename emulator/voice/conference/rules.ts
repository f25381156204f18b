import type { Beep, ParticipantRecord } from '../model';

/**
 * Whether a conference that has not started does so now: two are in it, and one of them may start it.
 * https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event
 */
export function starts(
  participants: readonly Pick<ParticipantRecord, 'status' | 'startConferenceOnEnter'>[],
): boolean {
  const inside = participants.filter(({ status }) => status === 'connected');
  return inside.length >= 2 && inside.some(({ startConferenceOnEnter }) => startConferenceOnEnter);
}

export const beepsOnEnter = (beep: Beep): boolean => beep === 'true' || beep === 'onEnter';
export const beepsOnExit = (beep: Beep): boolean => beep === 'true' || beep === 'onExit';

/** The `beep` that differs from `beep` in the exit alone; REST can change no more of it (`BeepOnExit`). */
export function withBeepOnExit(beep: Beep, onExit: boolean): Beep {
  if (beepsOnEnter(beep)) return onExit ? 'true' : 'onEnter';
  return onExit ? 'onExit' : 'false';
}

/** What a participant who talks to nobody hears. */
export type Tune = 'people' | 'waiting' | 'hold' | 'ringing';

/**
 * What plays to a participant: hold music first; then the state of a leg that is being dialled with early media; then
 * waiting music until the conference starts. https://www.twilio.com/docs/voice/api/conference-participant-resource
 */
export function tuneOf(state: { started: boolean; hold: boolean; ringing: boolean }): Tune {
  if (state.hold) return 'hold';
  if (state.ringing) return 'ringing';
  return state.started ? 'people' : 'waiting';
}
