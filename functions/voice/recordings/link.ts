import { LinkRecording, linkRecording } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Where a recording can be heard, for a short time. */
export const handler = agentEndpoint(LinkRecording, linkRecording);
