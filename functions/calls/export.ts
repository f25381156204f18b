import { Export, exportCalls } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Calls that have ended, as a table in a file. */
export const handler = agentEndpoint(Export, exportCalls);
