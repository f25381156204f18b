/** Milliseconds between the beginnings of two refreshes of one instance, at least. */
export const PACE_MS = 1_000;
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
 * second does it at once; of those that follow within the second one waits until it is over and does it for all; the
 * others go at once. So it is always done once more after the last event, and at most once a second.
 */
export class Pace {
  /** When it was last begun. */
  #begun = Number.NEGATIVE_INFINITY;
  /** When somebody who waits will begin; in the past when nobody does. */
  #due = Number.NEGATIVE_INFINITY;

  constructor(private readonly time: Time = REAL_TIME) {}

  /** False: somebody else does it, later than now. `patience` is how long may be waited, in milliseconds. */
  async turn(patience: number): Promise<boolean> {
    const arrived = this.time.now();
    if (arrived < this.#due + LATE_MS) return false;
    const wait = Math.min(this.#begun + PACE_MS - arrived, patience);
    if (wait > 0) {
      this.#due = arrived + wait;
      await this.time.sleep(wait);
      // It took so long that somebody else has stepped in.
      if (this.#begun > arrived) return false;
    }
    this.#due = Number.NEGATIVE_INFINITY;
    this.#begun = this.time.now();
    return true;
  }
}
