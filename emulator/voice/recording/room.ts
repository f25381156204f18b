import type { Member } from '../conference/member';
import type { Room } from '../conference/room';
import { recordConference } from '../media/recorder';
import { begin, type LiveRecording } from './live';
import type { RecordingPlan } from './model';

/**
 * Records a conference: whoever can be heard by all, and what plays to all. Who is muted, on hold, or coaches is not on it.
 * https://www.twilio.com/docs/voice/twiml/conference#attributes-record
 */
export function recordRoom(room: Room, plan: RecordingPlan, by: Member): LiveRecording {
  const { core, record } = room;
  const now = () => core.kernel.clock.now();
  const recorder = recordConference(
    core.audio,
    ({ callSid }) => {
      const speaker = room.members.get(callSid);
      return speaker !== undefined && room.started && isHeardByAll(speaker);
    },
    now,
  );
  const what = {
    callSid: by.leg.callSid,
    conferenceSid: record.sid,
    of: `the conference "${record.friendlyName}"`,
  };
  return begin(core, plan, what, recorder);
}

const isHeardByAll = ({ connected, record }: Member): boolean =>
  connected && !record.muted && !record.hold && !record.coaching;
