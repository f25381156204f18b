import { BrowserLine, connectBrowser } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** An agent's browser has called: dials the customer it may call and puts both into a conference. */
export const handler = twilioWebhook(BrowserLine, connectBrowser, 'twiml');
