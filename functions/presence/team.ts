import { agentEndpoint } from '../../src/endpoint';
import { showTeam, Team } from '../../src/workers';

/** Who of the team is in what activity. */
export const handler = agentEndpoint(Team, showTeam);
