import { Announcement, announceVoicemail } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** What the agent hears in the conference when a machine has answered. */
export const handler = twilioWebhook(Announcement, announceVoicemail, 'twiml');
