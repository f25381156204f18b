import { twilioWebhook } from '../../src/endpoint';
import { RouterEvent, routeEvent } from '../../src/routing';

/** TaskRouter tells what has happened to a task, a reservation or a worker. */
export const handler = twilioWebhook(RouterEvent, routeEvent, 'event');
