import { JoinAsSupervisor, joinAsSupervisor } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** A supervisor has answered: lets them into the call. */
export const handler = twilioWebhook(JoinAsSupervisor, joinAsSupervisor, 'twiml');
