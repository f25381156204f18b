import { OneTransfer, swapTransfer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Changes whom the agent talks with during a consultation. */
export const handler = agentEndpoint(OneTransfer, swapTransfer);
