import { RecordedCall, startRecording } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Records a call. */
export const handler = agentEndpoint(RecordedCall, startRecording);
