import { RecordedCall, stopRecording } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Ends the recording. */
export const handler = agentEndpoint(RecordedCall, stopRecording);
