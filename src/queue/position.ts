import type { Deps } from '../endpoint';
import type { PositionAnswer } from './contract';
import { estimate } from './estimate';
import { type Dated, SharedByKey } from './shared';
import type { QueuedTask, Snapshot, Which } from './snapshot';
import { type FoundTask, readTask, readWaiting } from './task-router';

/** What is asked every ten seconds by hundreds of callers is read every three. */
const AGES = { fresh: 3_000, usable: 10_000, rest: 1_000 };
/** By workspace: a deployment has few. */
const WAITING = new SharedByKey<Snapshot>(AGES, 20);
/** Tasks that were asked for and don't wait, so that asking on costs no more than waiting. */
const FOUND = new SharedByKey<FoundTask | undefined>(AGES, 2_000);

const nowOf = (deps: Deps) => () => deps.now().getTime();

/**
 * Everybody who waits, customers only, as of at most 3 s ago; up to 10 s when TaskRouter can't be asked, then its error.
 * One request per 1,000 who wait, shared by all who ask this instance of the module. `at` is how old it is.
 */
export const waitingNow = (deps: Deps): Promise<Dated<Snapshot>> =>
  WAITING.get(String(deps.config.workspaceSid), nowOf(deps), () => readWaiting(deps));

/** One task, waiting or not; undefined when there is none, or it is no customer. At most one request, as of at most 3 s ago. */
export async function findTask(deps: Deps, which: Which): Promise<FoundTask | undefined> {
  return (await look(deps, which)).value;
}

const look = (deps: Deps, which: Which): Promise<Dated<FoundTask | undefined>> =>
  FOUND.get(`${deps.config.workspaceSid} ${JSON.stringify(which)}`, nowOf(deps), () => readTask(deps, which));

/**
 * Where a customer stands: undefined when nobody is known by that name. The cost doesn't grow with who asks: the first
 * one pays for two requests (everybody who waits, how fast the queue is served), whoever comes within 3 s for none. A
 * task that isn't among those who wait costs one request to tell what became of it.
 *
 * A task made after everybody was read is put where it belongs among them. With more than 5,000 waiting, those who come
 * last have no position: `position` is null, and `waitingInQueue` is how many there are at least.
 */
export async function positionOf(deps: Deps, which: Which): Promise<PositionAnswer | undefined> {
  const { value: waiting, at } = await waitingNow(deps);
  const task = waiting.find(which);
  if (task !== undefined) return whileWaiting(deps, waiting, at, task);
  const { value: found, at: foundAt } = await look(deps, which);
  if (found === undefined) return undefined;
  if (found.waits) return whileWaiting(deps, waiting, Math.min(at, foundAt), found, foundAt);
  return {
    taskSid: found.sid,
    waiting: false,
    position: null,
    waitingInQueue: waiting.count(found.queue),
    waitedSeconds: Math.max(0, Math.round((found.updated - found.since) / 1000)),
    estimatedWaitSeconds: null,
    queue: found.queue,
    asOf: iso(foundAt),
  };
}

/** `read`: when the task itself was. */
async function whileWaiting(
  deps: Deps,
  waiting: Snapshot,
  at: number,
  task: QueuedTask,
  read = at,
): Promise<PositionAnswer> {
  const position = waiting.positionOf(task) ?? null;
  const isKnown = waiting.find({ taskSid: task.sid }) !== undefined;
  const passed = Math.max(0, deps.now().getTime() - read);
  return {
    taskSid: task.sid,
    waiting: true,
    position,
    waitingInQueue: waiting.count(task.queue) + (isKnown ? 0 : 1),
    waitedSeconds: task.age + Math.floor(passed / 1000),
    estimatedWaitSeconds: position === null ? null : await estimate(deps, task.queue, position),
    queue: task.queue,
    asOf: iso(at),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
