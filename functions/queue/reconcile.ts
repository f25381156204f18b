import { supervisorEndpoint } from '../../src/endpoint';
import { Reconcile, reconcile } from '../../src/routing';

/** Brings the live view of queues and workers into line with TaskRouter, and tells what was wrong. */
export const handler = supervisorEndpoint(Reconcile, reconcile);
