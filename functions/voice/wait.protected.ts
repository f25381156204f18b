import { twilioWebhook } from '../../src/endpoint';
import { entertain, Waiting } from '../../src/ivr';

/** What a caller hears while they wait. Never ends the call, whatever goes wrong. */
export const handler = twilioWebhook(Waiting, entertain);
