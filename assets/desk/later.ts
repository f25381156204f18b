import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { config } from '../app/config';
import type { Control as ControlModel } from '../call/control/model';
import type { PastCalls } from '../past/model';
import type { Agent } from '../session';
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

/** What one does during a call: its components, and what has been asked for. */
export interface Control {
  parts: typeof import('../call/control');
  model: ControlModel;
}

/** Comes with the first call, while its phones still ring. */
export function useControl(model: DeskModel): Control | undefined {
  const wanted = useSignal(false);
  if (model.busy.value) wanted.value = true;
  return useLater(
    wanted.value,
    async () => {
      const parts = await import('../call/control');
      return { parts, model: await parts.openControl(model) };
    },
    ({ model: opened }) => opened.close(),
  );
}

/** What belongs to the calls that were: its components, and what they show. */
export interface Past {
  parts: typeof import('../past');
  model: PastCalls;
}

/** Comes after everything that one needs to call. */
export const usePast = (agent: Agent, work: Work | undefined): Past | undefined =>
  useLater(
    work !== undefined,
    async () => {
      const parts = await import('../past');
      return { parts, model: await parts.openPast(agent.roles) };
    },
    () => undefined,
  );

/**
 * What fills the desk, once somebody wants to see it: `open` loads what it is drawn with. Its code comes with `work`:
 * files of their own would share too much.
 */
function useFilling(
  wanted: boolean,
  open: (parts: Work['parts']) => Promise<void>,
): Work['parts'] | undefined {
  return useLater(
    wanted,
    async () => {
      const parts = await import('../work');
      await open(parts);
      return parts;
    },
    () => undefined,
  );
}

/** The queue board. */
export const useFloor = (wanted: boolean): Work['parts'] | undefined =>
  useFilling(wanted, (parts) => parts.openFloor());

/** The checks of the account. */
export const useDoctor = (wanted: boolean): Work['parts'] | undefined =>
  useFilling(wanted, (parts) => parts.openDoctor());

/** What the desk shows: the agent's calls, the queue board, or the checks of the account. */
export type View = 'calls' | 'queue' | 'doctor';

const QUEUE = '#board';
const DOCTOR = '#doctor';

/** Whether somebody may see what is wrong with the account. The functions decide the same by themselves. */
export const isAdmin = ({ roles }: Agent): boolean => roles.includes('admin');

/** What the address asks for, of what this agent may see. */
export function useView(agent: Agent): View {
  const hash = useSignal(location.hash);
  useEffect(() => {
    const heard = () => {
      hash.value = location.hash;
    };
    addEventListener('hashchange', heard);
    return () => removeEventListener('hashchange', heard);
  }, []);
  if (hash.value === QUEUE) return 'queue';
  return hash.value === DOCTOR && isAdmin(agent) ? 'doctor' : 'calls';
}

/** Goes to the queue board, or back from it. */
export function toggleQueue(): void {
  location.hash = location.hash === QUEUE ? '' : QUEUE;
}
