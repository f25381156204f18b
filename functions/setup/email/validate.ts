import { publicEndpoint } from '../../../src/endpoint';
import { EmailValidate, finishEmailVerification } from '../../../src/identity';

/** Checks the code and answers with a token for the phone step. */
export const handler = publicEndpoint(EmailValidate, finishEmailVerification);
