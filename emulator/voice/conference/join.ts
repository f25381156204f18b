import { until } from '../core';
import type { Leg } from '../leg';
import { detectInBackground, type MachineDetection } from '../machine-detection';
import type { ParticipantSettings } from '../model';
import { recordLeg } from '../recording/live';
import type { RecordingPlan } from '../recording/model';
import type { Member } from './member';
import type { Room } from './room';

/** What goes with taking part by TwiML. */
export interface TakePartOptions {
  hangupOnStar?: boolean;
  /** Seconds. */
  timeLimit?: number;
  /** How the conference is to be recorded. */
  recording?: RecordingPlan | undefined;
}

/** A connected call comes in and takes part; see `takePart`. */
export function join(
  room: Room,
  leg: Leg,
  settings: ParticipantSettings,
  signal: AbortSignal,
  options: TakePartOptions = {},
): Promise<'answered' | 'failed'> {
  return takePart(room, room.add(leg, settings), signal, options);
}

/**
 * A participant takes part, its call being connected. Resolves when that is over but its call is not: the conference ended, or the participant
 * was removed (`answered`), or its waiting music failed (`failed`). Rejects with `Interrupted` when the call ends or is
 * given something else to do.
 */
function takePart(
  room: Room,
  member: Member,
  signal: AbortSignal,
  options: TakePartOptions,
): Promise<'answered' | 'failed'> {
  const { leg } = member;
  return until<'answered' | 'failed'>(signal, (done) => {
    member.release = (how) => done(how === 'wait-failed' ? 'failed' : 'answered');
    const limit =
      options.timeLimit === undefined ? undefined : leg.after(options.timeLimit, () => done('answered'));
    const stop = leg.listen({
      key: (key) => {
        room.press(member, key);
        if (options.hangupOnStar && key === '*') done('answered');
      },
      speech: (text) => room.speak(member, text),
    });
    if (options.recording) room.recordAs(options.recording, member);
    room.connect(member);
    return () => {
      limit?.cancel();
      stop();
      const hungUp = leg.over && leg.endedBy !== 'api';
      room.leave(member, hungUp ? 'participant_hung_up' : 'participant_updated_via_api');
    };
  });
}

/** A participant that is called. */
export interface Invitation {
  settings: ParticipantSettings;
  /** How long it may ring, in seconds. */
  timeout: number;
  /** How long it may last, in seconds. */
  timeLimit: number;
  detection?: MachineDetection | undefined;
  /** How its call is to be recorded. */
  recording?: RecordingPlan | undefined;
  /** How the conference is to be recorded. */
  conferenceRecording?: RecordingPlan | undefined;
}

/**
 * Brings a call that is about to be made into the conference: on the list while it is called, inside once it is answered,
 * and gone, with its reason, when it is not.
 */
export function invite(room: Room, leg: Leg, invitation: Invitation): Member {
  const member = room.add(leg, invitation.settings);
  leg.watch({
    ringing: () => room.progress(member, 'ringing'),
    answered: (as) => {
      if (invitation.detection) detectInBackground(leg, as, invitation.detection);
      if (invitation.recording) recordLeg(leg, invitation.recording);
      leg.after(invitation.timeLimit, () => leg.end('completed', 'twilio'));
      leg.occupy(async (signal) => {
        if (!room.over) await takePart(room, member, signal, { recording: invitation.conferenceRecording });
      });
    },
    ended: () => room.leave(member, 'participant_add_failed'),
  });
  leg.after(leg.record.queueTime / 1000, () => {
    if (!room.over) room.progress(member, 'connecting');
    leg.dial(invitation.timeout);
  });
  return member;
}
