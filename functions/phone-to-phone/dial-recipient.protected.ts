import { dialRecipient, KeyPressed } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** The agent has pressed a key: dials the customer and puts both into a conference. */
export const handler = twilioWebhook(KeyPressed, dialRecipient, 'twiml');
