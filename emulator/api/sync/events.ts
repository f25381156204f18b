import type { SyncData, SyncItem, SyncObject } from './entities';

type Change<K extends string, A extends string> = `${K}_${A}`;

/** Every kind of event, named as in Twilio's webhooks. https://www.twilio.com/docs/sync/webhooks */
export type SyncEventType =
  | Change<'document' | 'map' | 'list' | 'stream', 'created' | 'removed'>
  | 'document_updated'
  | Change<'map_item' | 'list_item', 'added' | 'updated' | 'removed'>
  | 'stream_message_published';

/** One change, told after it was made. Values are copies: they do not change afterwards. */
export interface SyncEvent {
  type: SyncEventType;
  /** The object it happened to, as it is now (or last was). Its `revision` is the event's number within the object. */
  object: SyncObject;
  /** The map's or list's item, as it is now (or last was). */
  item?: SyncItem;
  /** What a document or an item held before it was updated or removed. */
  previousData?: SyncData;
  /** What was published on a stream. */
  message?: { sid: string; data: SyncData };
  /** Who did it: the identity of a client's token, or `system` (REST, or the end of a time to live). */
  by: string;
  /** True when a REST request (or a time to live) did it, false when a connected client did. */
  fromRest: boolean;
}

/** Tells whoever listens (sockets, webhooks, the timeline) of every change, in the order they happened. */
export class SyncEvents {
  #listeners = new Set<(event: SyncEvent) => void>();

  /** Calls `listener` for every event from now on; returns what ends that. */
  subscribe(listener: (event: SyncEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: SyncEvent): void {
    for (const listener of this.#listeners) listener(structuredClone(event));
  }
}
