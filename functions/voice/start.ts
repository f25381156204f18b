import { StartBrowserCall, startInBrowser } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Allows one call from the agent's browser; Twilio then asks /voice/outbound for it. */
export const handler = agentEndpoint(StartBrowserCall, startInBrowser);
