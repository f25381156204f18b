import { RecordingReport, trackRecording } from '../../../src/calls';
import { twilioWebhook } from '../../../src/endpoint';

/** Twilio reports what became of a recording. */
export const handler = twilioWebhook(RecordingReport, trackRecording);
