import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { config } from '../app/config';
import type { WorkModel } from '../work/model';
import type { DeskModel } from './model';

/** A part that could not be loaded is tried again after this. Milliseconds. */
const AGAIN = 3_000;

/** What belongs to calls that come in: its components, and what they show. */
export interface Work {
  parts: typeof import('../work');
  model: WorkModel;
}

/** Loads something while it is wanted, again and again until that succeeds. */
function useLater<T>(wanted: boolean, load: () => Promise<T>, drop: (loaded: T) => void): T | undefined {
  const loaded = useSignal<T | undefined>(undefined);
  useEffect(() => {
    if (!wanted) return;
    let over = false;
    let timer = 0;
    const attempt = () => {
      load().then(
        (part) => {
          if (over) drop(part);
          else loaded.value = part;
        },
        () => {
          if (!over) timer = window.setTimeout(attempt, AGAIN);
        },
      );
    };
    attempt();
    return () => {
      over = true;
      clearTimeout(timer);
      if (loaded.peek() !== undefined) drop(loaded.peek() as T);
      loaded.value = undefined;
    };
  }, [wanted]);
  return loaded.value;
}

/** First one must be able to dial; then comes whatever belongs to calls that come in. */
export function useWork(model: DeskModel): Work | undefined {
  const ready = config.value !== undefined && model.live.status.value !== 'connecting';
  return useLater(
    ready,
    async () => {
      const parts = await import('../work');
      return { parts, model: await parts.openWork(model, config.peek()?.sdkOrigin ?? null) };
    },
    ({ model: opened }) => opened.close(),
  );
}

/** The queue board, once somebody wants to see it. Its code comes with `work`: files of their own would share too much. */
export function useFloor(wanted: boolean): Work['parts'] | undefined {
  return useLater(
    wanted,
    async () => {
      const parts = await import('../work');
      await parts.openFloor();
      return parts;
    },
    () => undefined,
  );
}

const QUEUE = '#board';

/** Whether the address asks for the queue board. */
export function useQueueShown(): boolean {
  const shown = useSignal(location.hash === QUEUE);
  useEffect(() => {
    const heard = () => {
      shown.value = location.hash === QUEUE;
    };
    addEventListener('hashchange', heard);
    return () => removeEventListener('hashchange', heard);
  }, []);
  return shown.value;
}

/** Goes to the queue board, or back from it. */
export function toggleQueue(): void {
  location.hash = location.hash === QUEUE ? '' : QUEUE;
}
