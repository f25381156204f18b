import { bargeIn, Supervise } from '../../src/calls';
import { supervisorEndpoint } from '../../src/endpoint';

/** Lets a supervisor hear a call, heard by everybody. */
export const handler = supervisorEndpoint(Supervise, bargeIn);
