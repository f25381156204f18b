import { twilioWebhook } from '../../src/endpoint';
import { QueueCall, queueCaller } from '../../src/ivr';

/** Queues a call without asking: it has lost its agent, or is meant for somebody. */
export const handler = twilioWebhook(QueueCall, queueCaller, 'twiml');
