import { type Deps, Problem } from '../endpoint';
import { sameActivity } from './activities';
import type { AttributesPatch } from './attributes';
import { changeWorker, type WorkerChanged } from './worker';

/** On what condition a worker's activity is set, and what is set with it. */
export interface SetActivityOptions {
  /** Only when the worker is in one of these; else nothing at all is changed. */
  onlyFrom?: readonly string[];
  /** Changed in the same write. */
  attributes?: AttributesPatch;
}

/**
 * Puts a worker into the activity of that name: two requests, one when it is so already or `onlyFrom` forbids it. Safe to
 * repeat, and safe beside others who change the same worker. Throws `not_found` when there is no such worker.
 */
export async function setActivity(
  deps: Deps,
  workerSid: string,
  name: string,
  { onlyFrom, attributes }: SetActivityOptions = {},
): Promise<WorkerChanged> {
  const allowed = (activity: string) =>
    onlyFrom === undefined || onlyFrom.some((one) => sameActivity(one, activity));
  const changed = await changeWorker(deps, workerSid, ({ activity }) =>
    allowed(activity) ? { activity: name, ...(attributes === undefined ? {} : { attributes }) } : undefined,
  );
  if (changed === undefined) throw new Problem('not_found', { problem: 'There is no such worker.' });
  return changed;
}
