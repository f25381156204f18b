import type { Target } from '../model';
import { announce } from './announce';
import type { Member } from './member';
import type { Room } from './room';
import { withBeepOnExit } from './rules';

/** What REST may change of a participant; undefined leaves it as it is. */
export interface ParticipantChange {
  muted: boolean | undefined;
  hold: boolean | undefined;
  holdMusic: Target | undefined;
  announcement: Target | undefined;
  beepOnExit: boolean | undefined;
  endConferenceOnExit: boolean | undefined;
  coaching: boolean | undefined;
  callSidToCoach: string | undefined;
  /** There only where it was mentioned; see `ParticipantSettings.wait`. */
  wait?: Target | null | undefined;
}

/** Changes a participant, and tells of each change once. https://www.twilio.com/docs/voice/api/conference-participant-resource */
export function update(room: Room, member: Member, change: ParticipantChange): void {
  const { record } = member;
  if (change.muted !== undefined && change.muted !== record.muted) {
    record.muted = change.muted;
    room.tell(
      change.muted ? 'participant-mute' : 'participant-unmute',
      `${member.name} is ${change.muted ? 'muted' : 'heard again'}`,
      member,
    );
  }
  if (change.holdMusic) member.holdMusic = change.holdMusic;
  if (change.hold !== undefined && change.hold !== record.hold) {
    record.hold = change.hold;
    if (!change.hold) member.holdMusic = undefined;
    room.tell(
      change.hold ? 'participant-hold' : 'participant-unhold',
      `${member.name} is ${change.hold ? 'on hold' : 'back from hold'}`,
      member,
    );
  } else if (record.hold && change.holdMusic && member.connected) member.play('hold', true);
  if (modify(member, change)) room.tell('participant-modify', `${member.name} was modified`, member);
  room.save(member);
  if (member.connected) {
    room.show(member);
    room.retune();
  }
  if (change.announcement && member.connected) announce(room, change.announcement, member);
}

/** The changes that Twilio calls a modification; whether there was one. */
function modify(member: Member, change: ParticipantChange): boolean {
  const { record } = member;
  const before = JSON.stringify([record, member.wait]);
  if (change.beepOnExit !== undefined) record.beep = withBeepOnExit(record.beep, change.beepOnExit);
  if (change.endConferenceOnExit !== undefined) record.endConferenceOnExit = change.endConferenceOnExit;
  if (change.coaching !== undefined) {
    record.coaching = change.coaching;
    record.callSidToCoach = change.coaching ? (change.callSidToCoach ?? record.callSidToCoach) : null;
  }
  if ('wait' in change) member.wait = change.wait;
  return JSON.stringify([record, member.wait]) !== before;
}
