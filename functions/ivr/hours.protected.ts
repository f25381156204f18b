import { twilioWebhook } from '../../src/endpoint';
import { HoursQuestion, tellHours } from '../../src/ivr';

/** A Studio flow asks whether calls are taken now. */
export const handler = twilioWebhook(HoursQuestion, tellHours);
