import type { Deps } from '../../endpoint';
import type { Stamp } from '../state';
import type { Correction } from './correct';
import { type Found, type Truth, tasksIn, truthOf } from './truth';

/** Time kept free for the answer and for what is under way. Milliseconds. */
const RESERVE_MS = 2_500;
/** How far our clock may be ahead of TaskRouter's: later events always count for more than what is read here. */
const SKEW_MS = 1_000;
/** Who has a task is asked for so many side by side. */
const SIDE_BY_SIDE = 8;

/** One call of `/queue/reconcile`. */
export class Run {
  readonly corrected: Correction[] = [];
  /** Tasks and workers that were compared. */
  checked = 0;
  readonly #queues = new Map<string, Promise<Found[]>>();
  readonly #truths = new Map<string, Truth>();

  constructor(
    readonly deps: Deps,
    readonly workspace: string,
  ) {}

  /** Of what is read now. */
  stamp(): Stamp {
    return [this.deps.now().getTime() - SKEW_MS, 'again'];
  }

  get inTime(): boolean {
    return this.deps.deadline.remaining() > RESERVE_MS;
  }

  /** The tasks of a queue that go on, by SID; read once. */
  tasksIn(queue: string): Promise<Found[]> {
    const known = this.#queues.get(queue);
    if (known !== undefined) return known;
    const tasks = tasksIn(this.deps, this.workspace, queue).then((found) =>
      found.sort((a, b) => (a.task < b.task ? -1 : 1)),
    );
    this.#queues.set(queue, tasks);
    return tasks;
  }

  /** Tasks with who has them, some at a time, until the time is up. */
  async *truthsOf(tasks: Found[]): AsyncGenerator<Truth> {
    for (let at = 0; at < tasks.length; at += SIDE_BY_SIDE) {
      const truths = await Promise.all(tasks.slice(at, at + SIDE_BY_SIDE).map((task) => this.#truthOf(task)));
      yield* truths;
    }
  }

  async #truthOf(found: Found): Promise<Truth> {
    const known = this.#truths.get(found.task);
    if (known !== undefined) return known;
    const truth = await truthOf(this.deps, this.workspace, found);
    this.#truths.set(found.task, truth);
    return truth;
  }
}
