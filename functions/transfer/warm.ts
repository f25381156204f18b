import { WarmTransfer, warmTransfer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Calls somebody to whom the customer of a call may be handed, and lets the agent talk with them first. */
export const handler = agentEndpoint(WarmTransfer, warmTransfer);
