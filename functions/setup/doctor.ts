import { NoInput, showHealth } from '../../src/doctor';
import { supervisorEndpoint } from '../../src/endpoint';

/** What is wrong with the account, for administrators. */
export const handler = supervisorEndpoint(NoInput, showHealth);
