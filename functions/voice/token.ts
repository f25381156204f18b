import { agentEndpoint } from '../../src/endpoint';
import { giveToken, TokenInput } from '../../src/voice';

/** What the page shows to Twilio: to follow the agent's calls and to call from the browser. */
export const handler = agentEndpoint(TokenInput, giveToken);
