import { MuteParticipant, muteParticipant } from '../../src/calls';
import { agentEndpoint } from '../../src/endpoint';

/** Lets nobody hear the agent, or somebody else in the call, while muted. */
export const handler = agentEndpoint(MuteParticipant, muteParticipant);
