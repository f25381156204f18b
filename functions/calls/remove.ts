import { RemoveGuest, removeFromCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Takes a guest out of a call. */
export const handler = agentEndpoint(RemoveGuest, removeFromCall);
