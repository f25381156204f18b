import { AgentLine, leaveConference } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** The conference is over for the agent: what they hear then. */
export const handler = twilioWebhook(AgentLine, leaveConference, 'twiml');
