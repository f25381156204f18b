import { CompleteCall, completeCall } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** The note after a customer's call: keeps it, completes the task, and the agent goes on to work. */
export const handler = agentEndpoint(CompleteCall, completeCall);
