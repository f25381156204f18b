import { Interrupted, nested } from '../core';
import type { Target } from '../model';
import { TwimlFailure } from '../twiml/failure';
import { runProgram } from '../twiml/interpreter';
import { type Member, sceneOf } from './member';
import type { Room } from './room';

/**
 * Plays an announcement to a participant, or to everybody in the conference, and tells how it ended. It does not stop
 * people from talking. https://www.twilio.com/docs/voice/api/conference-resource (AnnounceUrl)
 */
export function announce(room: Room, target: Target, member?: Member): void {
  const lasting = nested(member ? member.signal : room.signal);
  const stage = member?.leg ?? {
    hear: (sound: Parameters<Room['toAll']>[0]) => room.toAll(sound),
    hush: () => undefined,
  };
  const about = { AnnounceUrl: target.url };
  const whom = member ? member.name : 'everybody';
  runProgram(sceneOf(room, 'announcement', stage, lasting.signal, member?.leg), { url: target }).then(
    () => {
      lasting.abort();
      room.tell('announcement-end', `the announcement to ${whom} is over`, member, about);
    },
    (error: unknown) => {
      lasting.abort();
      if (error instanceof Interrupted) return;
      if (!(error instanceof TwimlFailure)) throw error;
      room.tell('announcement-fail', `the announcement to ${whom} failed: ${error.message}`, member, {
        ...about,
        ReasonAnnouncementFailed: error.message,
      });
    },
  );
}
