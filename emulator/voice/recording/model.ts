import type { Track } from '../media/recorder';
import type { Subscription } from '../model';

/** https://www.twilio.com/docs/voice/api/recording#recording-status-values */
export type RecordingStatus =
  | 'in-progress'
  | 'paused'
  | 'stopped'
  | 'processing'
  | 'completed'
  | 'absent'
  | 'deleted';

/** What brought a recording about, in Twilio's words. */
export type RecordingSource =
  | 'DialVerb'
  | 'Conference'
  | 'OutboundAPI'
  | 'RecordVerb'
  | 'StartCallRecordingAPI';

/** What a project may hear of a recording. https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback */
export const RECORDING_EVENTS = ['in-progress', 'completed', 'absent', 'failed'] as const;
/** A participant's recording tells more. https://www.twilio.com/docs/voice/api/conference-participant-resource */
export const PARTICIPANT_RECORDING_EVENTS = [
  'started',
  'paused',
  'resumed',
  'stopped',
  ...RECORDING_EVENTS,
] as const;
export type RecordingEvent = (typeof PARTICIPANT_RECORDING_EVENTS)[number];

/** How something is to be recorded. */
export interface RecordingPlan {
  source: RecordingSource;
  /** Two: the call's own party first, all that it hears second. */
  channels: 1 | 2;
  track: Track;
  /** Silence at both ends is cut off. */
  trim: boolean;
  callback: Subscription<RecordingEvent> | undefined;
}

/** One recording, as kept in the store (`voice.recordings`). Times are milliseconds of emulated time. */
export interface RecordingRecord extends Omit<RecordingPlan, 'callback'> {
  sid: string;
  /** The call that is recorded; of a conference, that of the participant who asked for it. */
  callSid: string | null;
  conferenceSid: string | null;
  status: RecordingStatus;
  startTime: number;
  /** Seconds, once it has ended. */
  duration: number | null;
  dateCreated: number;
  dateUpdated: number;
  /** Why there is no recording: 16101 too short, 16102 silent. https://www.twilio.com/docs/api/errors/16101 */
  errorCode: number | null;
  callback: RecordingPlan['callback'] | null;
}

/** Whether it still records, or may go on to. */
export const isRunning = ({ status }: Pick<RecordingRecord, 'status'>): boolean =>
  status === 'in-progress' || status === 'paused';
