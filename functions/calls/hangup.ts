import { hangUpCall, OneCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Ends a call: one's own, or as a supervisor anybody's. */
export const handler = agentEndpoint(OneCall, hangUpCall);
