import { twilioWebhook } from '../../src/endpoint';
import { chooseInMenu, MenuKey } from '../../src/ivr';

/** The caller has pressed a key, or none. */
export const handler = twilioWebhook(MenuKey, chooseInMenu, 'twiml');
