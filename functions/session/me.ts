import { agentEndpoint } from '../../src/endpoint';
import { NoInput, showSession } from '../../src/identity';

/** Who the access token belongs to. */
export const handler = agentEndpoint(NoInput, showSession);
