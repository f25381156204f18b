import { Spoken, speakInCall } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** Twilio asks what is to be heard in a call. */
export const handler = twilioWebhook(Spoken, speakInCall, 'twiml');
