import { BrowserReport, trackBrowser } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** Twilio reports that the line of an agent's browser is over. */
export const handler = twilioWebhook(BrowserReport, trackBrowser);
