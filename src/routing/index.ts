export { reconcile } from './reconcile';
export { routeEvent } from './router';
export { Reconcile, RouterEvent } from './schemas';
