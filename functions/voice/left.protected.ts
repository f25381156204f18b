import { twilioWebhook } from '../../src/endpoint';
import { LeftQueue, leaveQueue } from '../../src/ivr';

/** A call has left the queue. */
export const handler = twilioWebhook(LeftQueue, leaveQueue, 'twiml');
