import { publicEndpoint } from '../../src/endpoint';
import { NoInput, refreshSession } from '../../src/identity';

/** A new access token, and a new cookie, for the session in the cookie. */
export const handler = publicEndpoint(NoInput, refreshSession);
