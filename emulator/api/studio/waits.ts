import type { Clock, Timer } from '../../clock';

/** What executions wait for by the clock: one thing each. */
export class Waits {
  #timers = new Map<string, Timer>();

  constructor(private readonly clock: Pick<Clock, 'setTimeout'>) {}

  /** Runs something later, instead of what the execution waited for before. */
  start(execution: string, seconds: number, run: () => void): void {
    this.cancel(execution);
    const timer = this.clock.setTimeout(() => {
      this.#timers.delete(execution);
      run();
    }, seconds * 1000);
    this.#timers.set(execution, timer);
  }

  cancel(execution: string): void {
    this.#timers.get(execution)?.cancel();
    this.#timers.delete(execution);
  }

  clear(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
