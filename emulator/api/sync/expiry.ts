import type { Clock, Timer } from '../../clock';

/**
 * Removes what has outlived its time to live. However many things may expire, only one timer runs: for the earliest.
 */
export class Expiry {
  #due = new Map<string, { at: number; remove: () => void }>();
  #timer: Timer | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** `at`: milliseconds since the epoch, null for never. Replaces what was set for `id` before. */
  set(id: string, at: number | null, remove: () => void): void {
    if (at === null) {
      this.#due.delete(id);
      return;
    }
    this.#due.set(id, { at, remove });
    if (at < this.#armedFor) this.#arm(at);
  }

  forget(id: string): void {
    this.#due.delete(id);
  }

  clear(): void {
    this.#due.clear();
    this.#timer?.cancel();
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #arm(at: number): void {
    this.#timer?.cancel();
    this.#armedFor = at;
    this.#timer = this.clock.setTimeout(() => this.#run(), at - this.clock.now());
  }

  #run(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const [id, { at, remove }] of [...this.#due]) {
      if (at > this.clock.now()) {
        next = Math.min(next, at);
        continue;
      }
      this.#due.delete(id);
      remove();
    }
    if (next < this.#armedFor) this.#arm(next);
  }
}
