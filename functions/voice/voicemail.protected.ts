import { twilioWebhook } from '../../src/endpoint';
import { takeMessage, Voicemail } from '../../src/ivr';

/** Asks a caller for a message, and thanks for it. */
export const handler = twilioWebhook(Voicemail, takeMessage, 'twiml');
