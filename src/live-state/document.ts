import { answered } from '../twilio';
import type { DocumentEntry } from './catalogue';
import { ItemTooBig } from './map';
import type { LiveDocument, Versioned } from './types';

/** The part of the SDK that one document needs; the documents of a Sync service of the `twilio` package fit. */
export interface SyncDocuments {
  (
    name: string,
  ): {
    fetch(): Promise<SyncDocument>;
    update(options: { ifMatch: string; data: unknown; ttl?: number }): Promise<SyncDocument>;
    documentPermissions(identity: string): {
      update(options: { read: boolean; write: boolean; manage: boolean }): Promise<unknown>;
    };
  };
  create(options: { uniqueName: string; data: unknown; ttl?: number }): Promise<SyncDocument>;
}

interface SyncDocument {
  sid: string;
  revision: string;
  data: unknown;
}

/** One document of the catalogue, over the SDK. `sync` is called at each use, so that the SDK loads only when needed. */
export function liveDocument<T extends object>(
  { uniqueName, maxBytes, readers }: DocumentEntry,
  sync: () => SyncDocuments,
): LiveDocument<T> {
  // The shapes are ours alone: nobody else writes these documents, so what comes back is what was put in.
  const versioned = ({ data, revision }: SyncDocument): Versioned<T> => ({
    key: uniqueName,
    data: data as T,
    revision,
  });

  function bounded(data: T): T {
    const bytes = Buffer.byteLength(JSON.stringify(data));
    if (bytes > maxBytes)
      throw new ItemTooBig(`the document ${uniqueName} has ${bytes} bytes, allowed are ${maxBytes}`);
    return data;
  }

  // The SDK puts names into its addresses as they are.
  const named = () => sync()(encodeURIComponent(uniqueName));

  async function open(sid: string): Promise<void> {
    for (const identity of readers ?? [])
      await sync()(sid).documentPermissions(identity).update({ read: true, write: false, manage: false });
  }

  const life = (ttl: number | undefined) => (ttl === undefined ? {} : { ttl });

  return {
    async get() {
      try {
        return versioned(await named().fetch());
      } catch (error) {
        if (answered(error, 404)) return undefined;
        throw error;
      }
    },

    async create(data, ttl) {
      try {
        const made = await sync().create({ uniqueName, data: bounded(data), ...life(ttl) });
        await open(made.sid);
        return versioned(made);
      } catch (error) {
        if (answered(error, 54301, 409)) return undefined;
        throw error;
      }
    },

    async replace(data, revision, ttl) {
      try {
        return versioned(await named().update({ ifMatch: revision, data: bounded(data), ...life(ttl) }));
      } catch (error) {
        if (answered(error, 412, 54103, 404)) return undefined;
        throw error;
      }
    },
  };
}
