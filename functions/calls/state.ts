import { ShownCall, showCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** How a call is. */
export const handler = agentEndpoint(ShownCall, showCall);
