import { PressDigits, pressInCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Presses keys for the customer's line, or a guest's. */
export const handler = agentEndpoint(PressDigits, pressInCall);
