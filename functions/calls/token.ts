import { agentEndpoint } from '../../src/endpoint';
import { giveTokenTo, OwnAgentId } from '../../src/voice';

/** The same token as /voice/token, for the person that is named: the caller. */
export const handler = agentEndpoint(OwnAgentId, giveTokenTo);
