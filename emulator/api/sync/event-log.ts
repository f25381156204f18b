import type { SyncObject } from './entities';
import type { SyncEvent, SyncEvents } from './events';

/** Events kept of each object; a client that was away for longer is told what the object now holds. */
const KEPT = 1000;

/** What a client that comes back has missed of one object. */
export interface Missed {
  /** In the order they happened. */
  events: SyncEvent[];
  /** False when older events that the client also missed are no longer kept. */
  whole: boolean;
}

/**
 * The last changes of each document, map and list, for clients that come back after a lost connection. An event's number
 * is the object's revision after it. Streams have none: their messages are not kept.
 */
export class EventLog {
  #events = new Map<string, SyncEvent[]>();

  constructor(events: SyncEvents) {
    events.subscribe((event) => this.#add(event));
  }

  /** The events of an object after the one numbered `id`. */
  since(object: SyncObject, id: number): Missed {
    const all = this.#events.get(object.sid) ?? [];
    const events = all.filter((event) => event.object.revision > id);
    return { events, whole: events.length >= object.revision - id };
  }

  clear(): void {
    this.#events.clear();
  }

  #add(event: SyncEvent): void {
    const { sid, kind } = event.object;
    if (event.type === `${kind}_removed`) this.#events.delete(sid);
    if (kind === 'stream' || event.type === `${kind}_created` || event.type === `${kind}_removed`) return;
    const all = this.#events.get(sid) ?? [];
    all.push(event);
    if (all.length > KEPT) all.shift();
    this.#events.set(sid, all);
  }
}
