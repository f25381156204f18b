import type { Versioned } from '../live-state';

/**
 * How long something is remembered. Sync counts the revisions of a document that was made anew from 0 again, so what is
 * remembered must be younger than the shortest life of a document (an hour). Milliseconds.
 */
const REMEMBERED_MS = 600_000;

/**
 * What this instance last read or wrote, by name; of the most, those used last. Twilio keeps a function's modules between
 * requests but promises nothing, so whatever is taken from here is a guess: who writes on condition of its revision
 * finds out whether it is still true.
 */
export class Warm<T> {
  readonly #known = new Map<string, { value: Versioned<T>; at: number }>();

  constructor(
    private readonly most: number,
    private readonly now: () => number = Date.now,
  ) {}

  get(name: string): Versioned<T> | undefined {
    const known = this.#known.get(name);
    return known === undefined || this.now() - known.at > REMEMBERED_MS ? undefined : known.value;
  }

  set(name: string, value: Versioned<T>): void {
    this.#known.delete(name);
    this.#known.set(name, { value, at: this.now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.most && oldest !== undefined) this.#known.delete(oldest);
  }

  delete(name: string): void {
    this.#known.delete(name);
  }
}
