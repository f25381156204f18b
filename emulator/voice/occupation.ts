import type { Clock, Timer } from '../clock';
import { Interrupted } from './core';

/** What becomes of an activity that nobody has interrupted. */
interface Endings {
  /** It has come to its end, or failed: the call is over with it. */
  done(): void;
  /** It failed by a fault of the emulator's own. */
  failed(error: unknown): void;
}

/** The one activity that has a call: a TwiML program, a conference, a bridge. */
export class Occupation {
  #current: AbortController | undefined;

  constructor(private readonly endings: Endings) {}

  start(activity: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    this.#current = controller;
    void activity(controller.signal).then(
      () => {
        if (this.#current === controller) this.endings.done();
      },
      (error: unknown) => {
        if (error instanceof Interrupted && this.#current !== controller) return;
        if (!(error instanceof Interrupted)) this.endings.failed(error);
        if (this.#current === controller) this.endings.done();
      },
    );
  }

  /** Interrupts what has the call. */
  stop(): void {
    this.leave()();
  }

  /** From now on nothing has the call; what had it is interrupted by the returned function. */
  leave(): () => void {
    const current = this.#current;
    this.#current = undefined;
    return () => current?.abort();
  }
}

/** Timers that end with their call. */
export class CallTimers {
  #running = new Set<Timer>();

  constructor(private readonly clock: Pick<Clock, 'setTimeout'>) {}

  after(seconds: number, run: () => void): Timer {
    const timer = this.clock.setTimeout(() => {
      this.#running.delete(timer);
      run();
    }, seconds * 1000);
    this.#running.add(timer);
    return {
      cancel: () => {
        this.#running.delete(timer);
        timer.cancel();
      },
    };
  }

  clear(): void {
    for (const timer of this.#running) timer.cancel();
    this.#running.clear();
  }
}
