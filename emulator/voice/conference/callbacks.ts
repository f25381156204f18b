import { rfc2822 } from '../../api/rest';
import type { Core } from '../core';
import type { ConferenceEvent, ConferenceRecord, ParticipantRecord } from '../model';

/** Every value of StatusCallbackEvent, with the event a project asks for to get it. */
export const EVENT_OF = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
} as const satisfies Record<string, ConferenceEvent>;

export type StatusCallbackEvent = keyof typeof EVENT_OF;

/** What of a participant goes with an event about it. */
export function participantParams(participant: ParticipantRecord): Record<string, string> {
  return {
    CallSid: participant.callSid,
    Muted: String(participant.muted),
    Hold: String(participant.hold),
    Coaching: String(participant.coaching),
    ...(participant.callSidToCoach ? { CallSidToCoach: participant.callSidToCoach } : {}),
    EndConferenceOnExit: String(participant.endConferenceOnExit),
    StartConferenceOnEnter: String(participant.startConferenceOnEnter),
    ...(participant.label === null ? {} : { ParticipantLabel: participant.label }),
  };
}

/**
 * Tells the project of an event, if it asked, and the timeline in any case. SequenceNumber counts the callbacks of the
 * conference from 1. https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-parameters
 */
export function tell(
  core: Core,
  conference: ConferenceRecord,
  event: StatusCallbackEvent,
  summary: string,
  about: { participant?: ParticipantRecord | undefined; extra?: Record<string, string> } = {},
): void {
  const { participant, extra } = about;
  core.kernel.timeline.add({
    kind: 'conference',
    summary: `Conference "${conference.friendlyName}": ${summary}`,
    conferenceSid: conference.sid,
    ...(participant ? { callSid: participant.callSid } : {}),
    data: {
      event,
      status: conference.status,
      ...(participant ? { participant: { ...participant } } : {}),
      ...extra,
    },
  });
  const subscription = conference.statusCallback;
  if (!subscription?.events.includes(EVENT_OF[event])) return;
  core.kernel.webhooks.notify({
    purpose: 'conference status',
    url: subscription.url,
    method: subscription.method,
    params: {
      ConferenceSid: conference.sid,
      FriendlyName: conference.friendlyName,
      AccountSid: core.kernel.account.sid,
      SequenceNumber: String(++conference.sequence),
      Timestamp: rfc2822(core.kernel.clock.now()),
      StatusCallbackEvent: event,
      ...(participant ? participantParams(participant) : {}),
      ...extra,
    },
    conferenceSid: conference.sid,
  });
}
