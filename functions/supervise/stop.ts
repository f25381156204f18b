import { SupervisedCall, stopSupervising } from '../../src/calls';
import { supervisorEndpoint } from '../../src/endpoint';

/** Ends a supervisor's supervision of a call. */
export const handler = supervisorEndpoint(SupervisedCall, stopSupervising);
