import { Assignment, offerCall } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** TaskRouter offers a caller to an agent: rings the agent. */
export const handler = twilioWebhook(Assignment, offerCall, 'event');
