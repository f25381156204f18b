import { agentEndpoint } from '../src/endpoint';
import { changePresence, Presence } from '../src/workers';

/** The caller's own activity and where their calls ring: shows it, or changes it. */
export const handler = agentEndpoint(Presence, changePresence);
