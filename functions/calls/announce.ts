import { Announce, announceInCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Says something to everybody in a call. */
export const handler = agentEndpoint(Announce, announceInCall);
