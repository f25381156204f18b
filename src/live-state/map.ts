import { answered, type Deadline } from '../twilio';
import type { MapEntry } from './catalogue';
import type { LiveMap, Versioned, Wanted } from './types';

/** The part of the SDK that one map needs; `SyncMapContext` of the `twilio` package fits. */
export interface SyncMap {
  syncMapItems: {
    (
      key: string,
    ): {
      fetch(): Promise<SyncItem>;
      update(options: { ifMatch?: string; data: unknown; itemTtl?: number }): Promise<SyncItem>;
      remove(options: { ifMatch?: string }): Promise<boolean>;
    };
    create(options: { key: string; data: unknown; itemTtl?: number }): Promise<SyncItem>;
    page(options: { pageSize: number; order: 'asc' | 'desc'; from?: string }): Promise<{
      instances: SyncItem[];
    }>;
  };
}

interface SyncItem {
  key: string;
  revision: string;
  data: unknown;
}

/** `change` never got its write through: others were faster every time. */
export class Contention extends Error {
  override readonly name = 'Contention';
}

/** An item would break the bound of its map: a bug of the writer, found before Sync slows down or refuses. */
export class ItemTooBig extends Error {
  override readonly name = 'ItemTooBig';
}

/** What a map needs besides Sync. */
export interface MapContext {
  deadline: Deadline;
  /** Makes the map when a write finds none; absent: the provisioner should have. */
  make?: () => Promise<void>;
}

const CHANGE_ATTEMPTS = 8;
/** Writers that collided don't try again at the same moment. Milliseconds, times the attempt. */
const STEP_BACK_MS = 20;
const stepBack = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.random() * STEP_BACK_MS * (attempt + 1)));

/** One map of the catalogue, over the SDK. `sync` is called at each use, so that the SDK loads only when needed. */
export function liveMap<T extends object>(
  entry: MapEntry,
  sync: () => SyncMap,
  { deadline, make }: MapContext,
  prefix = '',
): LiveMap<T> {
  // The shapes are ours alone: nobody else writes these maps, so what comes back is what was put in.
  const versioned = (item: SyncItem): Versioned<T> => ({
    key: item.key.slice(prefix.length),
    data: item.data as T,
    revision: item.revision,
  });

  function bounded(data: T): T {
    const bytes = Buffer.byteLength(JSON.stringify(data));
    if (bytes > entry.maxBytes)
      throw new ItemTooBig(
        `an item of ${entry.uniqueName} has ${bytes} bytes, allowed are ${entry.maxBytes}`,
      );
    return data;
  }

  async function update(key: string, data: T, ttl?: number, revision?: string): Promise<Versioned<T>> {
    const change = {
      data: bounded(data),
      ...(revision === undefined ? {} : { ifMatch: revision }),
      ...(ttl === undefined ? {} : { itemTtl: ttl }),
    };
    return versioned(
      await sync()
        .syncMapItems(prefix + key)
        .update(change),
    );
  }

  const map: LiveMap<T> = {
    async get(key) {
      try {
        return versioned(
          await sync()
            .syncMapItems(prefix + key)
            .fetch(),
        );
      } catch (error) {
        if (answered(error, 404)) return undefined;
        throw error;
      }
    },

    async create(key, data, ttl) {
      const item = { key: prefix + key, data: bounded(data), ...(ttl === undefined ? {} : { itemTtl: ttl }) };
      const put = async () => versioned(await sync().syncMapItems.create(item));
      try {
        try {
          return await put();
        } catch (error) {
          if (make === undefined || !answered(error, 404)) throw error;
          await make();
          return await put();
        }
      } catch (error) {
        if (answered(error, 54208, 409)) return undefined;
        throw error;
      }
    },

    async replace(key, data, revision, ttl) {
      try {
        return await update(key, data, ttl, revision);
      } catch (error) {
        if (answered(error, 412, 54103, 404)) return undefined;
        throw error;
      }
    },

    async overwrite(key, data, ttl) {
      try {
        await update(key, data, ttl);
        return true;
      } catch (error) {
        if (answered(error, 404)) return false;
        throw error;
      }
    },

    async remove(key, revision) {
      try {
        return await sync()
          .syncMapItems(prefix + key)
          .remove(revision === undefined ? {} : { ifMatch: revision });
      } catch (error) {
        if (answered(error, 412, 54103, 404)) return false;
        throw error;
      }
    },

    async list({ limit, order = 'asc', from }) {
      try {
        const start = from === undefined ? {} : { from: prefix + from };
        const page = await sync().syncMapItems.page({ pageSize: Math.min(limit, 100), order, ...start });
        return page.instances.slice(0, limit).map(versioned);
      } catch (error) {
        if (answered(error, 404)) return [];
        throw error;
      }
    },

    async change(key, decide, known) {
      let current = known;
      for (let attempt = 0; attempt < CHANGE_ATTEMPTS && deadline.remaining() > 0; attempt += 1) {
        current ??= await map.get(key);
        const wanted: Wanted<T> | undefined = decide(current?.data);
        if (wanted === undefined) return { changed: false, current };
        const written =
          current === undefined
            ? await map.create(key, wanted.data, wanted.ttl)
            : await map.replace(key, wanted.data, current.revision, wanted.ttl);
        if (written !== undefined) return { changed: true, current: written };
        current = undefined;
        await stepBack(attempt);
      }
      throw new Contention(`an item of ${entry.uniqueName} changed faster than it could be written`);
    },
  };
  return map;
}
