import type { Timer } from '../../clock';
import { isAudible } from '../media/playback';
import type { Member } from './member';
import type { Room } from './room';

/** How long somebody has to be quiet before they are said to have stopped, in seconds. */
const QUIET_SECONDS = 1;

/**
 * Tells when participants begin and stop to speak into real microphones, where the project asked for it. Who is muted or on
 * hold does not speak. https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event
 */
export function tellSpeakers(room: Room): void {
  if (!room.record.statusCallback?.events.includes('speaker')) return;
  const speaking = new Map<Member, Timer>();
  const untap = room.core.audio.tap({
    spoken: ({ callSid }, frame) => {
      const member = room.members.get(callSid);
      if (!member?.connected || member.record.muted || member.record.hold || !isAudible(frame)) return;
      const before = speaking.get(member);
      before?.cancel();
      speaking.set(
        member,
        room.core.kernel.clock.setTimeout(() => {
          speaking.delete(member);
          if (room.members.has(callSid))
            room.tell('participant-speech-stop', `${member.name} stops speaking`, member);
        }, QUIET_SECONDS * 1000),
      );
      if (!before) room.tell('participant-speech-start', `${member.name} speaks`, member);
    },
  });
  room.signal.addEventListener('abort', () => {
    untap();
    for (const timer of speaking.values()) timer.cancel();
  });
}
