import { StatusReport, trackStatus } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** Twilio reports how a line or the conference is. */
export const handler = twilioWebhook(StatusReport, trackStatus);
