import { effect } from '@preact/signals';
import type { QueueItem, QueueStatus, WorkerView } from '../../src/routing/contract';
import type { SharedLive } from '../live/shared';
import type { Floor } from './model';

const QUEUE = 'queue.';

/** Brings everything to the floor that this person may read, until the function that is returned is called. */
export function followFloor(shared: SharedLive, floor: Floor): () => void {
  const closers = new Map<string, () => void>();
  const follow = (name: string, open: () => () => void): void => {
    if (!closers.has(name)) closers.set(name, open());
  };
  follow('workers', () =>
    shared.map('workers', {
      reset: (items) => floor.workers(items as ReadonlyMap<string, WorkerView>),
      item: (key, data) => floor.worker(key, data as WorkerView),
      gone: (key) => floor.workerGone(key),
    }),
  );
  follow('queue-status', () => shared.document('queue-status', (data) => floor.status(data as QueueStatus)));
  const stop = effect(() => {
    for (const name of shared.grant.value.maps.filter((each) => each.startsWith(QUEUE)))
      follow(name, () => {
        const queue = name.slice(QUEUE.length);
        return shared.map(name, {
          reset: (items) => floor.queue(queue, items as ReadonlyMap<string, QueueItem>),
          item: (key, data) => floor.task(queue, key, data as QueueItem),
          gone: (key) => floor.taskGone(queue, key),
        });
      });
  });
  return () => {
    stop();
    for (const close of closers.values()) close();
  };
}
