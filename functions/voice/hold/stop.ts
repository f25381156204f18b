import { HoldParticipant, unholdParticipant } from '../../../src/calls';
import { agentEndpoint } from '../../../src/endpoint';

/** Lets somebody who was on hold hear and be heard again. */
export const handler = agentEndpoint(HoldParticipant, unholdParticipant);
