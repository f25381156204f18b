import { RecordedCall, resumeRecording } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Lets a paused recording go on. */
export const handler = agentEndpoint(RecordedCall, resumeRecording);
