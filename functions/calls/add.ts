import { AddGuest, addToCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Calls a third person into a call. */
export const handler = agentEndpoint(AddGuest, addToCall);
