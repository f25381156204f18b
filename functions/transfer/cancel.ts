import { cancelTransfer, OneTransfer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Takes a transfer back. */
export const handler = agentEndpoint(OneTransfer, cancelTransfer);
