/** Milliseconds between the beginnings of two refreshes of one instance, at least. */
export const PACE_MS = 1_000;
/** A refresh that takes longer than this is not waited for by the next. Milliseconds, from when the next was wanted. */
export const PATIENCE_MS = 1_500;
/** A leader that is this late has been stopped by the platform; somebody else takes its place. Milliseconds. */
const LATE_MS = 250;

/** What pacing needs from around it; a test brings its own. Milliseconds. */
export interface Time {
  /** Never runs backwards. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export const REAL_TIME: Time = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
};

/**
 * Spreads out what has to be done after every event but costs too much to be done for each. The first after a quiet
 * second does it at once; of those that follow within the second, or while it is being done, one waits until it is over
 * and does it for all; the others go at once. So it is always begun once more after the last event, at most once a
 * second, and one after the other unless it hangs.
 */
export class Pace {
  /** When it was last begun. */
  #begun = Number.NEGATIVE_INFINITY;
  /** By when somebody who waits will begin; in the past when nobody does. */
  #due = Number.NEGATIVE_INFINITY;
  #running: Promise<unknown> | undefined;

  constructor(private readonly time: Time = REAL_TIME) {}

  /** Resolves with what `work` does, or at once with undefined: somebody else does it, later than now. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    const arrived = this.time.now();
    if (arrived < this.#due + LATE_MS) return undefined;
    const wait = this.#begun + PACE_MS - arrived;
    if (wait > 0 || this.#running !== undefined) {
      this.#due = arrived + PATIENCE_MS;
      if (wait > 0) await this.time.sleep(wait);
      if (this.#running !== undefined)
        await Promise.race([this.#running, this.time.sleep(arrived + PATIENCE_MS - this.time.now())]);
      // It took so long that somebody else has stepped in.
      if (this.#begun > arrived) return undefined;
    }
    this.#due = Number.NEGATIVE_INFINITY;
    this.#begun = this.time.now();
    return this.#follow(work());
  }

  async #follow<T>(work: Promise<T>): Promise<T> {
    const over = work.catch(() => undefined);
    this.#running = over;
    try {
      return await work;
    } finally {
      if (this.#running === over) this.#running = undefined;
    }
  }
}
