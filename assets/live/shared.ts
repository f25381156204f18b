import { signal } from '@preact/signals';
import type { Client, Paginator, SyncDocument, SyncMap, SyncMapItem } from 'twilio-sync';
import type { SyncGrantAnswer } from '../../src/grants/contract';
import { session } from '../session';
import { connectSync } from './connect';
import type { LiveStatus } from './source';

/** Items in a page of a map. https://www.twilio.com/docs/sync/api/map-item-resource */
const PAGE = 100;
/** What is not there yet, or could not be opened, is looked for again this often. Milliseconds. */
const AGAIN = 10_000;

/** Hears of the items of a map. `reset` comes first, and again whenever the map was read anew. */
export interface MapListener {
  reset(items: ReadonlyMap<string, object>): void;
  item(key: string, data: object): void;
  gone(key: string): void;
}

/** What people of one role may read, through a connection of its own: workers, the queues, how the floor is doing. */
export class SharedLive {
  readonly status = signal<LiveStatus | 'failed'>('connecting');
  /** What this person may read, by the names of the Sync objects; empty until that is known. */
  readonly grant = signal<Pick<SyncGrantAnswer, 'maps' | 'documents'>>({ maps: [], documents: [] });
  /** What the queues are called, by their SIDs, as far as that is told. */
  readonly queueNames = signal<Readonly<Record<string, string>>>({});
  #client: Promise<Client> | undefined;
  #connected: Client | undefined;
  #closed = false;
  readonly #closers = new Set<() => void>();
  readonly #lookers = new Set<() => void>();

  constructor(private readonly sdkOrigin: string | null) {}

  async #token(): Promise<string> {
    const answer = await session.call<SyncGrantAnswer>('/task/get-sync-grant', {
      token: await session.token(),
    });
    const { maps, documents, queues } = answer;
    if (queues) this.queueNames.value = queues;
    if (JSON.stringify(this.grant.peek()) !== JSON.stringify({ maps, documents }))
      this.grant.value = { maps, documents };
    return answer.syncToken;
  }

  /** Connects, and goes on trying. */
  connect(): void {
    this.#client ??= this.#connect();
    this.#client.catch(() => undefined);
  }

  async #connect(): Promise<Client> {
    try {
      const client = await connectSync(() => this.#token(), this.sdkOrigin);
      if (this.#closed) {
        client.shutdown().catch(() => undefined);
        throw new Error('closed');
      }
      this.#connected = client;
      this.status.value = 'live';
      client.on('connectionStateChanged', (now) => {
        if (now !== 'connected') this.status.value = 'reconnecting';
        else if (this.status.peek() !== 'live') {
          this.status.value = 'live';
          this.look();
        }
      });
      return client;
    } catch (error) {
      if (!this.#closed) {
        this.status.value = 'failed';
        setTimeout(() => {
          if (this.#closed) return;
          this.#client = undefined;
          this.connect();
          for (const look of this.#lookers) look();
        }, AGAIN);
      }
      throw error;
    }
  }

  /** Asks once more what may be read: a queue has come up since. */
  async renewGrant(): Promise<void> {
    await this.#token();
  }

  /** Reads anew what is followed. */
  look(): void {
    for (const look of this.#lookers) look();
  }

  /**
   * Follows a map, now or when it is made, until the function that is returned is called. `only`: the one item that
   * matters, so that a long map is not read for it.
   */
  map(name: string, listener: MapListener, only?: string): () => void {
    let map: SyncMap | undefined;
    let missed: (() => void)[] | undefined;
    const happened = (change: () => void): void => {
      missed?.push(change);
      change();
    };
    const load = async (from: SyncMap): Promise<void> => {
      missed = [];
      try {
        const items = new Map<string, object>();
        if (only !== undefined) {
          const item = await from.get(only).catch((error: { status?: number }) => {
            if (error.status !== 404) throw error;
            return undefined;
          });
          if (item) items.set(only, item.data as object);
          listener.reset(items);
          for (const change of missed) change();
          return;
        }
        let page: Paginator<SyncMapItem> = await from.getItems({ pageSize: PAGE });
        for (;;) {
          for (const { key, data } of page.items) items.set(key, data as object);
          if (!page.hasNextPage) break;
          page = await page.nextPage();
        }
        listener.reset(items);
        for (const change of missed) change();
      } finally {
        missed = undefined;
      }
    };
    return this.#follow(async (client) => {
      if (map === undefined) {
        map = await client.map({ id: name, mode: 'open_existing' });
        const changed = ({ item: { key, data } }: { item: SyncMapItem }) =>
          happened(() => listener.item(key, data as object));
        map.on('itemAdded', changed);
        map.on('itemUpdated', changed);
        map.on('itemRemoved', ({ key }: { key: string }) => happened(() => listener.gone(key)));
      }
      await load(map);
      return () => map?.close();
    });
  }

  /** Follows a document, now or when it is made, until the function that is returned is called. */
  document(name: string, heard: (data: object) => void): () => void {
    let document: SyncDocument | undefined;
    return this.#follow(async (client) => {
      if (document === undefined) {
        document = await client.document({ id: name, mode: 'open_existing' });
        document.on('updated', ({ data }: { data: unknown }) => heard(data as object));
      }
      heard(document.data as object);
      return () => document?.close();
    });
  }

  #follow(open: (client: Client) => Promise<() => void>): () => void {
    let over = false;
    let close: () => void = () => undefined;
    let timer = 0;
    let opening = false;
    const look = async (): Promise<void> => {
      if (over || opening) return;
      opening = true;
      clearTimeout(timer);
      try {
        const client = await this.#client;
        if (client === undefined || client !== this.#connected) return;
        close = await open(client);
        if (over) close();
      } catch {
        timer = window.setTimeout(look, AGAIN);
      } finally {
        opening = false;
      }
    };
    const stop = (): void => {
      over = true;
      clearTimeout(timer);
      this.#lookers.delete(look);
      this.#closers.delete(stop);
      close();
    };
    this.#lookers.add(look);
    this.#closers.add(stop);
    look();
    return stop;
  }

  close(): void {
    this.#closed = true;
    for (const close of [...this.#closers]) close();
    this.#connected?.removeAllListeners();
    this.#connected?.shutdown().catch(() => undefined);
  }
}
