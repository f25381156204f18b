/** A pending timer on the emulator's clock. */
export interface Timer {
  /** Takes the timer back; harmless when it has already run. */
  cancel(): void;
}

interface Entry {
  due: number;
  order: number;
  run: () => void | Promise<void>;
}

/**
 * The one source of time in the emulator: real time plus an offset that `advance` grows. Every timer of every product
 * (ring timeout, code expiry, TTL, speech, delayed webhook) is set here, so that a test moves minutes in milliseconds
 * and timers still fire one by one, in order, each seeing the time it was due at.
 */
export class Clock {
  #offset = 0;
  #order = 0;
  #timers: Entry[] = [];
  #wake: NodeJS.Timeout | undefined;
  #inFlight = new Set<Promise<unknown>>();
  #advancing: Promise<void> = Promise.resolve();
  #stopped = false;

  /** Milliseconds since the epoch, as the emulated Twilio sees it. */
  now(): number {
    return Date.now() + this.#offset;
  }

  date(): Date {
    return new Date(this.now());
  }

  /** Runs `run` after `ms` milliseconds of emulated time. A rejection is thrown to the process: it is a bug. */
  setTimeout(run: () => void | Promise<void>, ms: number): Timer {
    const entry: Entry = { due: this.now() + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(entry);
    this.#arm();
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== entry);
        this.#arm();
      },
    };
  }

  /**
   * Marks work that leaves the emulator (a webhook on its way) so that `advance` and `settled` wait for its answer.
   * Work that itself waits for a timer must not be tracked while it waits.
   */
  track<T>(work: Promise<T>): Promise<T> {
    const done = work.then(
      () => undefined,
      () => undefined,
    );
    this.#inFlight.add(done);
    void done.then(() => this.#inFlight.delete(done));
    return work;
  }

  /** Resolves when no tracked work is under way, and none follows at once from what just finished. */
  async settled(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#inFlight.size === 0) return;
      await Promise.all(this.#inFlight);
    }
  }

  /** Moves time forward by `seconds`, firing what falls due on the way, in order, each after the last has settled. */
  advance(seconds: number): Promise<void> {
    const next = this.#advancing.then(async () => {
      await this.settled();
      const target = this.now() + seconds * 1000;
      for (;;) {
        const entry = this.#next();
        if (!entry || entry.due > target) break;
        this.#moveTo(entry.due);
        await this.#fire(entry);
        await this.settled();
      }
      this.#moveTo(target);
      this.#arm();
      await this.settled();
    });
    this.#advancing = next.catch(() => undefined);
    return next;
  }

  /** Forgets every timer. `restart` makes the clock usable again. */
  stop(): void {
    this.#stopped = true;
    this.#timers = [];
    clearTimeout(this.#wake);
  }

  /** Forgets every timer and goes back to real time. */
  reset(): void {
    this.#timers = [];
    this.#offset = 0;
    clearTimeout(this.#wake);
  }

  #next(): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#timers) {
      if (!first || entry.due < first.due || (entry.due === first.due && entry.order < first.order))
        first = entry;
    }
    return first;
  }

  #moveTo(time: number): void {
    const ahead = time - this.now();
    if (ahead > 0) this.#offset += ahead;
  }

  async #fire(entry: Entry): Promise<void> {
    this.#timers = this.#timers.filter((other) => other !== entry);
    await entry.run();
  }

  #arm(): void {
    clearTimeout(this.#wake);
    const entry = this.#next();
    if (!entry || this.#stopped) return;
    const wait = Math.min(entry.due - this.now(), 2 ** 31 - 1);
    this.#wake = setTimeout(
      () => {
        // While `advance` runs it owns the order of timers; whatever is left is armed again at its end.
        if (entry.due <= this.now() && this.#timers.includes(entry)) void this.#fire(entry);
        this.#arm();
      },
      Math.max(0, wait),
    );
    this.#wake.unref();
  }
}
