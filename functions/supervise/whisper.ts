import { Supervise, whisperIn } from '../../src/calls';
import { supervisorEndpoint } from '../../src/endpoint';

/** Lets a supervisor hear a call, heard by the agent alone. */
export const handler = supervisorEndpoint(Supervise, whisperIn);
