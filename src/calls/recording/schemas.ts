import * as v from 'valibot';
import { which } from '../control/schemas';
import { CALL_ID } from '../items';

/** Input of /voice/recordings/start, pause, resume, stop and status. */
export const RecordedCall = () => v.object(which());

const RECORDING = 'Send the id of a recording, as the call shows it.';
/** https://www.twilio.com/docs/voice/api/recording */
export const RECORDING_SID = /^RE[0-9a-f]{32}$/i;

/** Input of /voice/recordings/link. */
export const LinkRecording = () =>
  v.object({ ...which(), recording: v.pipe(v.string(RECORDING), v.regex(RECORDING_SID, RECORDING)) });

const TOKEN = 'Send the token of a link from /voice/recordings/link.';

/** Input of /voice/recordings/play. */
export const PlayRecording = () => v.object({ token: v.pipe(v.string(TOKEN), v.nonEmpty(TOKEN)) });

const field = () => v.optional(v.string());

/** What Twilio reports of a recording. https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback */
export const RecordingReport = () =>
  v.object({
    agent: v.pipe(v.string(), v.regex(/^([a-z2-7]{20}|WK[0-9a-f]{32})$/i)),
    call: v.pipe(v.string(), v.regex(CALL_ID)),
    take: v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/), v.transform(Number)),
    CallSid: field(),
    RecordingSid: v.pipe(v.string(), v.regex(RECORDING_SID)),
    RecordingStatus: v.string(),
    RecordingDuration: field(),
    RecordingStartTime: field(),
    ErrorCode: field(),
  });
