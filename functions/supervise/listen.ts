import { listenIn, Supervise } from '../../src/calls';
import { supervisorEndpoint } from '../../src/endpoint';

/** Lets a supervisor hear a call, unheard. */
export const handler = supervisorEndpoint(Supervise, listenIn);
