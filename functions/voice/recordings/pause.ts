import { pauseRecording, RecordedCall } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Makes the recording silent for a while. */
export const handler = agentEndpoint(RecordedCall, pauseRecording);
