import { publicEndpoint } from '../../../src/endpoint';
import { EmailInit, startEmailVerification } from '../../../src/identity';

/** Sends a code to an e-mail address. */
export const handler = publicEndpoint(EmailInit, startEmailVerification);
