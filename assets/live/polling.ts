import type { CallView, HistoryAnswer, StateAnswer } from '../../src/calls/contract';
import type { Calls } from '../call/calls';
import { session } from '../session';
import type { LiveSource, LiveState } from './source';

/** While a call goes on, and otherwise. Milliseconds. */
const PACE = { busy: 1_500, idle: 15_000 };

/** Asks the functions again and again, for networks that let no WebSocket through. */
export function startPolling(calls: Calls, state: LiveState): LiveSource {
  let closed = false;
  let timer = 0;
  let next: string | undefined;
  let asking: Promise<void> | undefined;
  let asked: CallView | null = null;

  const page = async (from?: string): Promise<void> => {
    const answer = await session.call<HistoryAnswer>(
      '/calls/history',
      from === undefined ? {} : { before: from },
    );
    for (const call of answer.calls) calls.view(call, false);
    if (from !== undefined || next === undefined) next = answer.next;
    state.history.value = next === undefined ? 'ready' : 'more';
  };
  const ask = async (): Promise<void> => {
    const { call } = await session.call<StateAnswer>('/calls/state');
    if (closed) return;
    if (call !== null) calls.view(call, true);
    if (state.history.peek() === 'loading' || asked?.id !== call?.id) await page();
    if (call === null) calls.gone('live');
    asked = call;
  };
  const turn = (): Promise<void> => {
    clearTimeout(timer);
    asking ??= ask()
      .catch(() => {
        if (state.history.peek() === 'loading') state.history.value = 'failed';
      })
      .finally(() => {
        asking = undefined;
        if (!closed) timer = window.setTimeout(turn, calls.busy.peek() ? PACE.busy : PACE.idle);
      });
    return asking;
  };

  state.status.value = 'polling';
  turn();
  return {
    look: () => {
      turn();
    },
    more: () => (next === undefined ? Promise.resolve() : page(next)),
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
