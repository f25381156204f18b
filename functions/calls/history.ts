import { History, listCalls } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** An agent's calls that have ended, newest first. */
export const handler = agentEndpoint(History, listCalls);
