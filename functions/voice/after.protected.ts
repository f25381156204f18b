import { AfterTalk, afterTalk } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** The conference is over for a caller: what they hear then. */
export const handler = twilioWebhook(AfterTalk, afterTalk, 'twiml');
