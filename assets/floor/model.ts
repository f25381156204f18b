import { signal } from '@preact/signals';
import type { QueueItem, QueueStatus, WorkerView } from '../../src/routing/contract';
import { ServiceLevel } from './service-level';

/** A thousand changes a second are drawn as a few. Milliseconds. */
const PACE = 250;
/** Rows that are drawn; of more only the number is told. */
export const ROWS = 100;

/** A task that waits, as a row. */
export interface WaitingRow {
  task: string;
  queue: string;
  priority: number;
  /** Milliseconds since the epoch. */
  since: number;
}

/** People in one activity, those longest in it first. */
export interface PeopleGroup {
  activity: string;
  people: (WorkerView & { worker: string })[];
}

/** What the board shows at one moment. */
export interface FloorView {
  waiting: number;
  assigned: number;
  /** When the one who waits longest began to. Milliseconds since the epoch. */
  longestSince?: number;
  /** In the order in which they are served; at most `ROWS`. */
  rows: WaitingRow[];
  queues: { queue: string; waiting: number; oldest?: number }[];
}

/** The order in which TaskRouter serves: the higher priority, then who has waited longer. */
const byTurn = (a: WaitingRow, b: WaitingRow): number =>
  b.priority - a.priority || a.since - b.since || (a.task < b.task ? -1 : 1);

/** What is known of queues and people, from wherever it comes. Drawn when `changed` says so. */
export class Floor {
  /** Counts changes, at most a few a second. */
  readonly changed = signal(0);
  readonly level = new ServiceLevel();
  readonly #queues = new Map<string, Map<string, QueueItem>>();
  readonly #workers = new Map<string, WorkerView>();
  #status: QueueStatus | undefined;
  #due = false;

  /** `later`: when to draw; `now`: milliseconds since the epoch. */
  constructor(
    private readonly later: (ms: number, work: () => void) => void,
    private readonly now: () => number,
  ) {}

  #change(): void {
    if (this.#due) return;
    this.#due = true;
    this.later(PACE, () => {
      this.#due = false;
      this.changed.value += 1;
    });
  }

  /** A whole queue, read anew. */
  queue(queue: string, items: ReadonlyMap<string, QueueItem>): void {
    const before = this.#queues.get(queue);
    const known = new Map([...items].filter(([, item]) => isThere(item)));
    if (before === undefined) for (const [task, item] of known) this.level.found(task, item);
    else {
      for (const [task, item] of known) this.level.seen(task, item, this.now());
      for (const task of before.keys()) if (!known.has(task)) this.level.gone(task, this.now());
    }
    this.#queues.set(queue, known);
    this.#change();
  }

  /** A task of a queue, new or changed. */
  task(queue: string, task: string, item: QueueItem): void {
    if (!isThere(item)) {
      this.taskGone(queue, task);
      return;
    }
    const items = this.#queues.get(queue) ?? new Map<string, QueueItem>();
    this.#queues.set(queue, items.set(task, item));
    this.level.seen(task, item, this.now());
    this.#change();
  }

  taskGone(queue: string, task: string): void {
    if (!this.#queues.get(queue)?.delete(task)) return;
    if (!this.#isElsewhere(task)) this.level.gone(task, this.now());
    this.#change();
  }

  #isElsewhere = (task: string): boolean => [...this.#queues.values()].some((items) => items.has(task));

  /** All workers, read anew. */
  workers(items: ReadonlyMap<string, WorkerView>): void {
    this.#workers.clear();
    for (const [worker, view] of items) if (!view.gone) this.#workers.set(worker, view);
    this.#change();
  }

  worker(worker: string, view: WorkerView): void {
    if (view.gone) this.#workers.delete(worker);
    else this.#workers.set(worker, view);
    this.#change();
  }

  workerGone(worker: string): void {
    this.#workers.delete(worker);
    this.#change();
  }

  status(status: QueueStatus): void {
    this.#status = status;
    this.#change();
  }

  /** Queues that `queue-status` tells of. */
  get told(): string[] {
    return Object.keys(this.#status?.counts?.queues ?? {});
  }

  /** When the functions wrote `queue-status` last. Milliseconds since the epoch. */
  get updated(): number | undefined {
    return this.#status?.lastUpdated;
  }

  /** The board now. `whole`: the queues themselves are read; else only the short list that everybody may see. */
  view(whole: boolean): FloorView | undefined {
    return whole && this.#queues.size > 0 ? this.#ofQueues() : this.#ofStatus();
  }

  #ofQueues(): FloorView {
    const rows: WaitingRow[] = [];
    let assigned = 0;
    const queues = [...this.#queues].map(([queue, items]) => {
      let waiting = 0;
      let oldest: number | undefined;
      for (const [task, { state, priority, since }] of items) {
        if (state !== 'waiting') {
          assigned += 1;
          continue;
        }
        waiting += 1;
        oldest = Math.min(oldest ?? since, since);
        rows.push({ task, queue, priority, since });
      }
      return { queue, waiting, ...(oldest === undefined ? {} : { oldest }) };
    });
    const oldest = rows.reduce((least, { since }) => Math.min(least, since), Number.POSITIVE_INFINITY);
    return {
      waiting: rows.length,
      assigned,
      ...(rows.length > 0 ? { longestSince: oldest } : {}),
      rows: rows.sort(byTurn).slice(0, ROWS),
      queues,
    };
  }

  #ofStatus(): FloorView | undefined {
    const status = this.#status;
    if (status?.counts === undefined) return undefined;
    const { counts, longestWaitSince, pendingTasks } = status;
    return {
      waiting: counts.waiting,
      assigned: counts.assigned,
      ...(longestWaitSince === undefined ? {} : { longestSince: longestWaitSince }),
      rows: [...pendingTasks].sort(byTurn).slice(0, ROWS),
      queues: Object.entries(counts.queues).map(([queue, each]) => ({ queue, ...each })),
    };
  }

  /** Everybody by activity; the largest groups last, those who can take calls first. */
  people(order: readonly string[]): PeopleGroup[] {
    const groups = new Map<string, PeopleGroup['people']>();
    for (const [worker, view] of this.#workers) {
      // TaskRouter's own activities are written with capitals.
      const activity = (view.activity ?? '').toLowerCase();
      groups.set(activity, [...(groups.get(activity) ?? []), { worker, ...view }]);
    }
    const place = (activity: string) => {
      const at = order.indexOf(activity);
      return at < 0 ? order.length : at;
    };
    return [...groups]
      .map(([activity, people]) => ({
        activity,
        people: people.sort((a, b) => (a.since ?? 0) - (b.since ?? 0)),
      }))
      .sort((a, b) => place(a.activity) - place(b.activity) || (a.activity < b.activity ? -1 : 1));
  }
}

/** A task that is over may stay in the map for a while, so that late news of it do no harm. */
const isThere = ({ state }: QueueItem): boolean => state === 'waiting' || state === 'assigned';
