import { twilioWebhook } from '../../../src/endpoint';
import { keepMessage, MessageLeft } from '../../../src/ivr';

/** Twilio has kept a caller's message: makes a task of it. */
export const handler = twilioWebhook(MessageLeft, keepMessage, 'event');
