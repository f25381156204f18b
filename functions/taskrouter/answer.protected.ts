import { answerOffer, OfferAnswered } from '../../src/calls';
import { twilioWebhook } from '../../src/endpoint';

/** An agent who was offered a caller has answered: brings the two together. */
export const handler = twilioWebhook(OfferAnswered, answerOffer, 'twiml');
