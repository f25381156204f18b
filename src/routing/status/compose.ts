import type { QueueStatus } from '../contract';

/** How many are shown one by one: TaskRouter takes some 2 KB to tell of one. */
export const SHOWN = 5;
/** Sync takes fewer writes of larger documents; see the catalogue. */
const MAX_BYTES = 4_096;
/** Of a name, in characters; TaskRouter allows more than a small status can bear. */
const NAME = 40;

/** Figures of one task queue, as Twilio's real-time statistics tell them. */
export interface QueueFigures {
  task_queue_sid: string;
  tasks_by_status?: Record<string, string | number>;
  /** Seconds. */
  longest_task_waiting_age?: number;
  longest_task_waiting_sid?: string | null;
}

export interface ActivityFigures {
  sid: string;
  friendly_name: string;
  workers: number;
}

/** What a status is made of, all of it read at about the same time. */
export interface Sources {
  queues: QueueFigures[];
  activities: ActivityFigures[];
  /** The first that wait, in the order in which they will be served. */
  waiting: QueueStatus['pendingTasks'];
  eligible: QueueStatus['eligibleTellers'];
  /** Activities that count as at work, in lower case. */
  eligibleActivities: readonly string[];
  /** When the reading began. Milliseconds since the epoch. */
  asOf: number;
}

const WAITING = ['pending', 'reserved'];
const ASSIGNED = ['assigned', 'wrapping'];

const tasksIn = ({ tasks_by_status: counts = {} }: QueueFigures, statuses: string[]): number =>
  statuses.reduce((sum, status) => sum + Number(counts[status] ?? 0), 0);

/** Whether an activity counts as at work. */
export const isEligible = ({ friendly_name: name }: ActivityFigures, eligible: readonly string[]): boolean =>
  eligible.includes(name.toLowerCase());

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

const earliest = (times: number[]): number | undefined =>
  times.length === 0 ? undefined : Math.min(...times);

/** Since when the one who waits longest in a queue does: exactly when it is among those shown, else to the second. */
function oldestIn(queue: QueueFigures, { waiting, asOf }: Sources): number | undefined {
  const { task_queue_sid: sid, longest_task_waiting_sid: longest, longest_task_waiting_age: age = 0 } = queue;
  const shown = waiting.filter((task) => task.queue === sid);
  const known = shown.some(({ task }) => task === longest);
  const told = longest && !known ? [asOf - age * 1000] : [];
  return earliest([...shown.map(({ since }) => since), ...told]);
}

const cut = (name: string): string => [...name].slice(0, NAME).join('');

/** How the floor is doing, in at most 4 KiB: what doesn't fit is left out, the queues with the fewest waiting first. */
export function composeStatus(sources: Sources): QueueStatus {
  const { queues, activities, eligibleActivities, asOf } = sources;
  const byQueue = queues.map((queue) => {
    const waiting = tasksIn(queue, WAITING);
    const oldest = waiting === 0 ? undefined : oldestIn(queue, sources);
    return [queue.task_queue_sid, { waiting, ...(oldest === undefined ? {} : { oldest }) }] as const;
  });
  const longest = earliest(byQueue.flatMap(([, { oldest }]) => (oldest === undefined ? [] : [oldest])));
  const workers = activities.map(({ friendly_name: name, workers: count }) => [cut(name), count] as const);
  const eligible = activities.filter((activity) => isEligible(activity, eligibleActivities));
  const status: QueueStatus = {
    v: 1,
    pendingTasks: sources.waiting.slice(0, SHOWN),
    eligibleTellers: sources.eligible
      .slice(0, SHOWN)
      .map(({ worker, name, activity }) => ({ worker, name: cut(name), activity: cut(activity) })),
    counts: {
      waiting: sum(byQueue.map(([, { waiting }]) => waiting)),
      assigned: sum(queues.map((queue) => tasksIn(queue, ASSIGNED))),
      eligible: sum(eligible.map(({ workers: count }) => count)),
      workers: Object.fromEntries(workers),
      queues: Object.fromEntries(byQueue),
    },
    ...(longest === undefined ? {} : { longestWaitSince: longest }),
    lastUpdated: asOf,
  };
  return bounded(status);
}

const bytesOf = (status: QueueStatus): number => Buffer.byteLength(JSON.stringify(status));

/** Sheds the least important until it fits. */
function bounded(status: QueueStatus): QueueStatus {
  const { pendingTasks, eligibleTellers, counts } = status;
  const queues = Object.entries(counts.queues).sort(([, a], [, b]) => a.waiting - b.waiting);
  const workers = Object.entries(counts.workers).sort(([, a], [, b]) => a - b);
  const shedders = [
    () => {
      const [name] = queues.shift() ?? [];
      if (name !== undefined) delete counts.queues[name];
      return name !== undefined;
    },
    () => eligibleTellers.pop() !== undefined,
    () => {
      const [name] = workers.shift() ?? [];
      if (name !== undefined) delete counts.workers[name];
      return name !== undefined;
    },
    () => pendingTasks.pop() !== undefined,
  ];
  for (const shed of shedders) while (bytesOf(status) > MAX_BYTES) if (!shed()) break;
  return status;
}
