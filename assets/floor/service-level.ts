import type { QueueItem } from '../../src/routing/contract';

/** Who is answered within this counts as served in time. Seconds. */
export const IN_TIME = 20;
/** A task that moves to another queue is in none for a moment; after this it counts as gone. Milliseconds. */
const MOVING = 5_000;

/** How many were served, and how. */
export interface Served {
  inTime: number;
  late: number;
  /** Gone without an answer after more than `IN_TIME` seconds. Who goes sooner has not waited for us. */
  lost: number;
}

/**
 * Counts how soon callers are answered, from what is seen to happen: nothing keeps it, so that it begins when it is
 * made. Each task counts once, also if it loses its agent and waits again.
 */
export class ServiceLevel {
  readonly #counts: Served = { inTime: 0, late: 0, lost: 0 };
  readonly #waiting = new Map<string, number>();
  readonly #counted = new Set<string>();
  readonly #leaving = new Map<string, { since: number; at: number }>();

  /** The task is there, as it was found on looking: what was before is not known. */
  found(task: string, { state, since }: QueueItem): void {
    if (state === 'waiting') this.#waiting.set(task, since);
    else this.#counted.add(task);
  }

  /** The task has changed. `now`: milliseconds since the epoch. */
  seen(task: string, { state, since }: QueueItem, now: number): void {
    this.#leaving.delete(task);
    if (state === 'waiting') {
      this.#waiting.set(task, since);
      return;
    }
    this.#waiting.delete(task);
    if (this.#counted.has(task)) return;
    this.#counted.add(task);
    if (now - since <= IN_TIME * 1000) this.#counts.inTime += 1;
    else this.#counts.late += 1;
  }

  /** The task is in this queue no more. */
  gone(task: string, now: number): void {
    const since = this.#waiting.get(task);
    this.#waiting.delete(task);
    if (since === undefined) {
      // It is over; nothing of it is heard again.
      this.#counted.delete(task);
    } else if (!this.#counted.has(task)) this.#leaving.set(task, { since, at: now });
  }

  /** How it is now; undefined as long as nobody was served or lost. */
  read(now: number): (Served & { share: number }) | undefined {
    for (const [task, { since, at }] of this.#leaving) {
      if (now - at < MOVING) continue;
      this.#leaving.delete(task);
      if (at - since > IN_TIME * 1000) this.#counts.lost += 1;
    }
    const { inTime, late, lost } = this.#counts;
    const all = inTime + late + lost;
    return all === 0 ? undefined : { inTime, late, lost, share: inTime / all };
  }
}
