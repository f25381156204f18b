import { twilioWebhook } from '../../src/endpoint';
import { CallbackKeys, chooseCallback } from '../../src/ivr';

/** A caller who waits has pressed a key: to be called back, or to leave a message. Never ends the call by mistake. */
export const handler = twilioWebhook(CallbackKeys, chooseCallback);
