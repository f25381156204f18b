import type { Deps } from '../endpoint';
import { SharedByKey } from './shared';
import { workspaceOf } from './task-router';

/** How far back it counts how fast a queue is served. Minutes. */
const WINDOW_MINUTES = 30;
/** An estimate changes slowly: within a minute, and after that it still says more than nothing. */
const ACCEPTED = new SharedByKey<number>({ fresh: 60_000, usable: 600_000, rest: 5_000 }, 500);
/** An answer doesn't wait longer than this for its estimate. Milliseconds. */
const PATIENCE_MS = 2_000;

/** To the next ten seconds, from five minutes on to the next minute: the rest would only seem exact. */
export function rounded(seconds: number): number {
  const step = seconds <= 300 ? 10 : 60;
  return Math.ceil(seconds / step) * step;
}

/** How many reservations of a queue were accepted in the last 30 minutes. */
async function acceptedIn(deps: Deps, queue: string): Promise<number> {
  const statistics = workspaceOf(deps).taskQueues(queue).cumulativeStatistics();
  return (await statistics.fetch({ minutes: WINDOW_MINUTES })).reservationsAccepted;
}

/** What `work` brings within `ms`; undefined when it takes longer. */
function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * How long the one at `position` of a queue will wait, by how many were served in the last 30 minutes, in whole seconds.
 * Null when nobody was, or when it can't be told in time: it is no reason to keep the rest of the answer back. One
 * request a minute and queue.
 */
export async function estimate(deps: Deps, queue: string, position: number): Promise<number | null> {
  const now = () => deps.now().getTime();
  const reading = ACCEPTED.get(`${deps.config.workspaceSid} ${queue}`, now, () => acceptedIn(deps, queue));
  try {
    const accepted = (await inTime(reading, Math.min(PATIENCE_MS, deps.deadline.remaining())))?.value ?? 0;
    return accepted === 0 ? null : rounded((position * WINDOW_MINUTES * 60) / accepted);
  } catch (error) {
    deps.log.failure(error);
    return null;
  }
}
