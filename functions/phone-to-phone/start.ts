import { StartCall, startPhoneToPhone } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Rings the agent's phone and, once they press a key there, the customer's. */
export const handler = agentEndpoint(StartCall, startPhoneToPhone);
