import { declineOffer, RejectOffer } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** An agent does not want a caller who was offered: the next one is asked. */
export const handler = agentEndpoint(RejectOffer, declineOffer);
