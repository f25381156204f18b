import { HoldParticipant, holdParticipant } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Lets the customer, or somebody else in the call, hear music and nobody. */
export const handler = agentEndpoint(HoldParticipant, holdParticipant);
