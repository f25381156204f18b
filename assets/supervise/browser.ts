import { effect } from '@preact/signals';
import { Failure } from '../session';
import type { BrowserLine } from '../voice/line';

/** A browser that can't be rung after this won't be. Milliseconds. */
const PATIENCE = 6_000;

/** A failure that only this page knows: the phone of this browser can't be turned on. */
export const NO_BROWSER = 'no_browser';

/** Turns the phone of this browser on, and waits until it can be rung. Must follow a click. Rejects with a `Failure`. */
export async function canBeRung(line: BrowserLine): Promise<void> {
  await line.open().catch(() => {
    throw new Failure(NO_BROWSER);
  });
  let stop: () => void = () => undefined;
  let timer = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = window.setTimeout(() => reject(new Failure(NO_BROWSER)), PATIENCE);
      stop = effect(() => {
        if (line.reachable.value) resolve();
      });
    });
  } finally {
    clearTimeout(timer);
    stop();
  }
}
