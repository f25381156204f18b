import { twilioWebhook } from '../../src/endpoint';
import { greetCaller, InboundCall } from '../../src/ivr';

/** A number of ours is called: greets in both languages. */
export const handler = twilioWebhook(InboundCall, greetCaller, 'twiml');
