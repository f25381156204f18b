import type { Versioned } from '../live-state';

/**
 * What this instance last read or wrote, by name; of the most, those used last. Twilio keeps a function's modules between
 * requests but promises nothing, so whatever is taken from here is a guess: who writes on condition of its revision
 * finds out whether it is still true.
 */
export class Warm<T> {
  readonly #known = new Map<string, Versioned<T>>();

  constructor(private readonly most: number) {}

  get(name: string): Versioned<T> | undefined {
    return this.#known.get(name);
  }

  set(name: string, value: Versioned<T>): void {
    this.#known.delete(name);
    this.#known.set(name, value);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.most && oldest !== undefined) this.#known.delete(oldest);
  }

  delete(name: string): void {
    this.#known.delete(name);
  }
}
