/** How old a value may get. All in milliseconds. */
export interface Ages {
  /** Older than this it is read anew before it is given. */
  fresh: number;
  /** When that fails, it is still given up to this age. */
  usable: number;
  /** After a failure nobody tries again for so long. */
  rest: number;
}

/** A value, and since when it is as it is. */
export interface Dated<T> {
  value: T;
  /** When reading it began, so it is at most this old. Milliseconds since the epoch. */
  at: number;
}

/**
 * A platform may freeze a function between two requests, and with it a read that was under way. Nobody joins one that
 * should have ended by now. Milliseconds.
 */
const STRAY_MS = 6_000;

/** A value that many ask for at once: whoever asks while it is being read shares that read. One per module instance. */
export class Shared<T> {
  #held: Dated<T> | undefined;
  #reading: { since: number; value: Promise<T> } | undefined;
  #failed: { at: number; error: unknown } | undefined;

  constructor(private readonly ages: Ages) {}

  /** Throws what `read` throws when there is nothing usable. `now`: milliseconds since the epoch. */
  async get(now: () => number, read: () => Promise<T>): Promise<Dated<T>> {
    const asked = now();
    if (this.#held !== undefined && within(this.#held.at, asked, this.ages.fresh)) return this.#held;
    try {
      return await this.#join(asked, now, read);
    } catch (error) {
      if (this.#held !== undefined && within(this.#held.at, now(), this.ages.usable)) return this.#held;
      throw error;
    }
  }

  async #join(asked: number, now: () => number, read: () => Promise<T>): Promise<Dated<T>> {
    const resting = this.#failed !== undefined && within(this.#failed.at, asked, this.ages.rest);
    if (resting) throw this.#failed?.error;
    if (this.#reading === undefined || !within(this.#reading.since, asked, STRAY_MS))
      this.#reading = { since: asked, value: this.#read(asked, now, read) };
    const { since, value } = this.#reading;
    return { value: await value, at: since };
  }

  async #read(since: number, now: () => number, read: () => Promise<T>): Promise<T> {
    const mine = () => this.#reading?.since === since;
    try {
      const value = await read();
      // A stray read that ends after all must not replace what was read later.
      if (this.#held === undefined || this.#held.at <= since) this.#held = { value, at: since };
      this.#failed = undefined;
      return value;
    } catch (error) {
      this.#failed = { at: now(), error };
      throw error;
    } finally {
      if (mine()) this.#reading = undefined;
    }
  }
}

/** A clock that was set back must not make a value last. */
const within = (at: number, now: number, ms: number): boolean => now >= at && now - at <= ms;

/** Shared values by key. The longest unused goes when there are more than `limit`. */
export class SharedByKey<T> {
  readonly #values = new Map<string, Shared<T>>();

  constructor(
    private readonly ages: Ages,
    private readonly limit: number,
  ) {}

  get(key: string, now: () => number, read: () => Promise<T>): Promise<Dated<T>> {
    const shared = this.#values.get(key) ?? new Shared<T>(this.ages);
    this.#values.delete(key);
    this.#values.set(key, shared);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.limit && oldest !== undefined) this.#values.delete(oldest);
    return shared.get(now, read);
  }
}
