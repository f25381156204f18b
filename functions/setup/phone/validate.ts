import { publicEndpoint } from '../../../src/endpoint';
import { finishPhoneVerification, PhoneValidate } from '../../../src/identity';

/** Checks the code, makes the number the person's own and signs them in. */
export const handler = publicEndpoint(PhoneValidate, finishPhoneVerification);
