import type { Client, Paginator, SyncMap, SyncMapItem } from 'twilio-sync';
import type { CallItem } from '../../src/calls/contract';
import { type Calls, LIVE } from '../call/calls';
import { twilioToken } from '../session/twilio-token';
import { connectSync } from './connect';
import type { LiveSource, LiveState } from './source';

/** An agent who has never called has no map yet; looked for again this often. Milliseconds. */
const AGAIN = 20_000;
/** History items in a page. */
const PAGE = 25;

const keyed = ({ key, data }: SyncMapItem) => ({ key, data: data as CallItem });

const isMissing = (error: unknown): boolean => (error as { status?: number }).status === 404;

/** Follows the agent's map of calls through Twilio Sync. Rejects when Sync can't be reached from here. */
export async function startSync(
  agentId: string,
  calls: Calls,
  state: LiveState,
  sdkOrigin: string | null,
): Promise<LiveSource> {
  const client = await connectSync(twilioToken, sdkOrigin);
  state.status.value = 'live';
  const followed = follow(client, agentId, calls, state);
  client.on('connectionStateChanged', (now) => {
    if (now !== 'connected') state.status.value = 'reconnecting';
    else if (state.status.peek() !== 'live') {
      state.status.value = 'live';
      followed.look();
    }
  });
  return {
    ...followed,
    close: () => {
      followed.close();
      client.removeAllListeners();
      client.shutdown().catch(() => undefined);
    },
  };
}

/** Opens the map, now or when it is made, and hands every change on. */
function follow(client: Client, agentId: string, calls: Calls, state: LiveState): LiveSource {
  let closed = false;
  let timer = 0;
  let map: SyncMap | undefined;
  let opening = false;
  let page: Paginator<SyncMapItem> | undefined;

  /** What changed while a page of items was on its way: it may not hold that yet. */
  let missed: (() => void)[] | undefined;
  const happened = (change: () => void): void => {
    missed?.push(change);
    change();
  };
  /** The newest items, `live` among them: it sorts after every id. */
  const load = async (from: SyncMap): Promise<void> => {
    missed = [];
    try {
      page = await from.getItems({ order: 'desc', pageSize: PAGE });
      calls.reset(page.items.map(keyed));
      for (const change of missed) change();
    } finally {
      missed = undefined;
    }
    state.history.value = page.hasNextPage ? 'more' : 'ready';
  };
  const open = async (): Promise<void> => {
    if (closed || opening) return;
    opening = true;
    clearTimeout(timer);
    try {
      map = await client.map({ id: `calls.${agentId}`, mode: 'open_existing' });
      const changed = ({ item }: { item: SyncMapItem }) => {
        const { key, data } = keyed(item);
        happened(() => calls.item(key, data));
      };
      map.on('itemAdded', changed);
      map.on('itemUpdated', changed);
      map.on('itemRemoved', ({ key }: { key: string }) => happened(() => calls.gone(key)));
      await load(map);
    } catch (error) {
      map = undefined;
      state.history.value = isMissing(error) ? 'ready' : 'failed';
      timer = window.setTimeout(open, AGAIN);
    } finally {
      opening = false;
    }
  };
  open();
  return {
    look: () => {
      if (map === undefined) open();
      else if (!calls.busy.peek()) load(map).catch(() => undefined);
    },
    more: async () => {
      if (!page?.hasNextPage) return;
      page = await page.nextPage();
      for (const { key, data } of page.items.map(keyed)) if (key !== LIVE) calls.item(key, data);
      state.history.value = page.hasNextPage ? 'more' : 'ready';
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      map?.close();
    },
  };
}
