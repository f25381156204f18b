import { customerEndpoint } from '../../src/endpoint';
import { GetPosition, showPosition } from '../../src/queue';

/** Where a task stands in its queue, and how long it will probably wait. */
export const handler = customerEndpoint(GetPosition, showPosition);
