import { publicEndpoint } from '../../src/endpoint';
import { endSession, NoInput } from '../../src/identity';

/** Ends the session in the cookie. */
export const handler = publicEndpoint(NoInput, endSession);
