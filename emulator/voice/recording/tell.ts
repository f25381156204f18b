import { rfc2822 } from '../../api/rest';
import type { Core } from '../core';
import type { RecordingEvent, RecordingRecord } from './model';

/** Where a recording is heard. Twilio's address has no ending: that chooses the format. */
export const recordingUrl = (core: Core, sid: string): string =>
  `https://api.twilio.com/2010-04-01/Accounts/${core.kernel.account.sid}/Recordings/${sid}`;

/**
 * Tells the timeline of a recording, and the project where it asked.
 * https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
 */
export function tell(core: Core, recording: RecordingRecord, event: RecordingEvent, summary: string): void {
  const { sid, callSid, conferenceSid, callback, duration, status } = recording;
  const about = { ...(callSid ? { callSid } : {}), ...(conferenceSid ? { conferenceSid } : {}) };
  core.kernel.timeline.add({
    kind: conferenceSid ? 'conference' : 'call',
    summary,
    ...about,
    data: { recordingSid: sid, event, status, duration },
  });
  if (!callback?.events.includes(event)) return;
  core.kernel.webhooks.notify({
    purpose: 'recording status',
    url: callback.url,
    method: callback.method,
    params: callbackParams(core, recording, event),
    ...about,
  });
}

function callbackParams(
  core: Core,
  recording: RecordingRecord,
  event: RecordingEvent,
): Record<string, string> {
  const { sid, callSid, conferenceSid, duration, errorCode } = recording;
  return {
    AccountSid: core.kernel.account.sid,
    ...(conferenceSid ? { ConferenceSid: conferenceSid } : {}),
    ...(callSid ? { CallSid: callSid } : {}),
    RecordingSid: sid,
    ...(event === 'completed' ? { RecordingUrl: recordingUrl(core, sid) } : {}),
    RecordingStatus: event,
    ...(duration === null ? {} : { RecordingDuration: String(duration) }),
    RecordingChannels: String(recording.channels),
    RecordingStartTime: rfc2822(recording.startTime),
    RecordingSource: recording.source,
    ...(conferenceSid ? {} : { RecordingTrack: recording.track }),
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
  };
}
