import { joinTransfer, OneTransfer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Lets the agent, the customer and who is consulted all talk. */
export const handler = agentEndpoint(OneTransfer, joinTransfer);
