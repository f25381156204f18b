import type { Collection } from '../store';
import type { Core } from './core';
import type { Leg } from './leg';

/**
 * What a call said into a `<Record>`, as kept in the store (`voice.recordings`). Its words stand for the sound: that is not
 * kept. https://www.twilio.com/docs/voice/api/recording
 */
export interface RecordingRecord {
  sid: string;
  callSid: string;
  /** Seconds, whole. */
  duration: number;
  /** What was said. */
  words: string[];
  /** Milliseconds of emulated time. */
  startTime: number;
  dateCreated: number;
}

/** The account's recordings. */
export const recordings = (core: Core): Collection<RecordingRecord> =>
  core.kernel.store.collection('voice.recordings');

/** Where the recording would be heard. Twilio's address has no ending: that chooses the format. */
export const recordingUrl = (core: Core, sid: string): string =>
  `https://api.twilio.com/2010-04-01/Accounts/${core.kernel.account.sid}/Recordings/${sid}`;

/** Keeps a recording, and puts it on the timeline. */
export function keepRecording(
  { core, callSid }: Leg,
  recording: Pick<RecordingRecord, 'duration' | 'words' | 'startTime'>,
): RecordingRecord {
  const record: RecordingRecord = {
    sid: core.kernel.ids.sid('RE'),
    callSid,
    ...recording,
    dateCreated: core.kernel.clock.now(),
  };
  core.kernel.timeline.add({
    kind: 'call',
    summary: `Recorded ${record.duration} s: ${record.words.join(' ')}`,
    callSid,
    data: { recordingSid: record.sid, duration: record.duration, words: record.words },
  });
  return recordings(core).set(record.sid, record);
}
