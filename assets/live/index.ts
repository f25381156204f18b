import type { Calls } from '../call/calls';
import { startPolling } from './polling';
import type { LiveSource, LiveState } from './source';
import { startSync } from './sync';

export { LiveState } from './source';

/** Brings the agent's calls: by Sync where that gets through, else by asking. */
export function startLive(
  agentId: string,
  calls: Calls,
  state: LiveState,
  sdkOrigin: string | null,
): LiveSource {
  let source: LiveSource | undefined;
  let closed = false;
  startSync(agentId, calls, state, sdkOrigin)
    .catch(() => startPolling(calls, state))
    .then((started) => {
      if (closed) started.close();
      else source = started;
    });
  return {
    look: () => source?.look(),
    more: () => source?.more() ?? Promise.resolve(),
    close: () => {
      closed = true;
      source?.close();
    },
  };
}
