import { JoinAsSupervisor, superviseByLine } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** A supervisor has answered: lets them into the call, and after a customer who goes to a colleague. */
export const handler = twilioWebhook(JoinAsSupervisor, superviseByLine, 'twiml');
