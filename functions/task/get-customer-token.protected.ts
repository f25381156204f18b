import { twilioWebhook } from '../../src/endpoint';
import { CustomerTokenInput, giveCustomerToken } from '../../src/grants';

/** A flow, or a server that signs as Twilio does, fetches the token of a waiting customer for them. */
export const handler = twilioWebhook(CustomerTokenInput, giveCustomerToken);
