import { ColdTransfer, coldTransfer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Hands the customer of a call to somebody else at once. */
export const handler = agentEndpoint(ColdTransfer, coldTransfer);
