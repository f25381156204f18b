export { routeEvent } from './router';
export { RouterEvent } from './schemas';
