import type { Deps } from '../endpoint';
import { SharedByKey } from './shared';
import { readQueues } from './task-router';

/** A task queue of TaskRouter. */
export interface TaskQueue {
  /** `WQ…` */
  sid: string;
  name: string;
}

/** Queues are made by the provisioner, seldom. By workspace. */
const QUEUES = new SharedByKey<TaskQueue[]>({ fresh: 300_000, usable: 3_600_000, rest: 5_000 }, 20);

/** Where what waits is no customer but a timer. */
const TIMERS = 'Timers';

/** The task queues that customers wait in, as of at most five minutes ago: at most one request. */
export async function customerQueues(deps: Deps): Promise<TaskQueue[]> {
  const now = () => deps.now().getTime();
  const { value } = await QUEUES.get(String(deps.config.workspaceSid), now, () => readQueues(deps));
  return value.filter(({ name }) => name !== TIMERS);
}
