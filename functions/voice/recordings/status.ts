import { RecordedCall, recordingStatus } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** How the recording of a call is. */
export const handler = agentEndpoint(RecordedCall, recordingStatus);
