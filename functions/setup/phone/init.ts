import { publicEndpoint } from '../../../src/endpoint';
import { PhoneInit, startPhoneVerification } from '../../../src/identity';

/** Sends a code to the phone of whoever holds the token of the e-mail step. */
export const handler = publicEndpoint(PhoneInit, startPhoneVerification);
