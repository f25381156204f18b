import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import type { SyncData, SyncItem, SyncObject } from './entities';
import { syncError } from './errors';
import type { SyncEvents } from './events';
import type { Expiry } from './expiry';
import { LIMITS } from './limits';
import { type Expected, SYSTEM, type SyncObjects } from './objects';

/** Which items of a map or list to read, and from where. */
export interface ItemQuery {
  order?: 'asc' | 'desc';
  /** Start at this key or index … */
  from?: string | undefined;
  /** … itself (`inclusive`, the default) or at the one after it. */
  bounds?: 'inclusive' | 'exclusive';
}

/** The items of maps (by key) and lists (by index). Knows nothing of REST. */
export class SyncItems {
  constructor(
    private readonly kernel: Kernel,
    private readonly objects: SyncObjects,
    private readonly expiry: Expiry,
    events: SyncEvents,
  ) {
    events.subscribe((event) => {
      if (event.type === 'map_removed' || event.type === 'list_removed') this.#drop(event.object);
    });
  }

  /** Adds an item: to a map under `key` (54208 when taken, 54209 when not a key), to a list under its next index. */
  add(
    object: SyncObject,
    given: { key?: string | undefined; data: SyncData; ttl?: number | undefined },
    actor = SYSTEM,
  ): SyncItem {
    const key = object.kind === 'list' ? String(object.nextIndex) : (given.key ?? '');
    if (key.length < 1 || key.length > LIMITS.nameLength) throw syncError(54209);
    const items = this.#of(object);
    if (items.has(key)) throw syncError(54208);
    if (object.kind === 'list') object.nextIndex++;
    const now = this.kernel.clock.now();
    const item: SyncItem = {
      key,
      data: given.data,
      revision: ++object.revision,
      dateCreated: now,
      dateUpdated: now,
      dateExpires: this.objects.expiryOf(given.ttl),
      createdBy: actor.identity,
    };
    items.set(key, item);
    this.objects.touch(object);
    this.#watch(object, item);
    this.objects.tell({ type: `${itemKind(object)}_added`, object, item }, actor);
    return item;
  }

  find(object: SyncObject, key: string): SyncItem | undefined {
    return this.#of(object).get(key);
  }

  /** Replaces an item's data and (or) time to live. Throws 54205 or 54155 when its revision is not the expected one. */
  update(
    object: SyncObject,
    item: SyncItem,
    change: { data?: SyncData | undefined; ttl?: number | undefined; expected?: Expected },
    actor = SYSTEM,
  ): SyncItem {
    demand(object, item, change.expected);
    const previousData = item.data;
    if (change.ttl !== undefined) item.dateExpires = this.objects.expiryOf(change.ttl);
    item.dateUpdated = this.kernel.clock.now();
    this.#watch(object, item);
    if (change.data === undefined) return item;
    item.data = change.data;
    item.revision = ++object.revision;
    this.objects.touch(object);
    this.objects.tell({ type: `${itemKind(object)}_updated`, object, item, previousData }, actor);
    return item;
  }

  /** Throws as `update` does. */
  remove(object: SyncObject, item: SyncItem, expected?: Expected, actor = SYSTEM): void {
    demand(object, item, expected);
    if (!this.#of(object).delete(item.key)) return;
    this.expiry.forget(itemId(object, item));
    object.revision++;
    this.objects.touch(object);
    this.objects.tell({ type: `${itemKind(object)}_removed`, object, item, previousData: item.data }, actor);
  }

  /** A map's items by key, a list's by index. https://www.twilio.com/docs/sync/api/map-item-resource */
  list(object: SyncObject, query: ItemQuery = {}): SyncItem[] {
    const compare = object.kind === 'list' ? byIndex : byKey;
    const sign = query.order === 'desc' ? -1 : 1;
    const { from, bounds } = query;
    const begins = (item: SyncItem) => {
      if (from === undefined) return true;
      const place = sign * compare(item.key, from);
      return bounds === 'exclusive' ? place > 0 : place >= 0;
    };
    return this.#of(object)
      .values()
      .filter(begins)
      .sort((a, b) => sign * compare(a.key, b.key));
  }

  /** Arms the end of every item anew, after the store was replaced. */
  rearm(): void {
    for (const object of this.objects.all())
      if (object.kind === 'map' || object.kind === 'list')
        for (const item of this.#of(object).values()) this.#watch(object, item);
  }

  #of(object: SyncObject): Collection<SyncItem> {
    return this.kernel.store.collection(itemsOf(object));
  }

  #watch(object: SyncObject, item: SyncItem): void {
    this.expiry.set(itemId(object, item), item.dateExpires, () => this.remove(object, item));
  }

  #drop(object: SyncObject): void {
    for (const item of this.#of(object).values()) this.expiry.forget(itemId(object, item));
    this.kernel.store.drop(itemsOf(object));
  }
}

const itemKind = (object: SyncObject): 'map_item' | 'list_item' =>
  object.kind === 'list' ? 'list_item' : 'map_item';

const itemsOf = (object: SyncObject): string => `sync.items.${object.sid}`;

const itemId = (object: SyncObject, item: SyncItem): string => `${object.sid} ${item.key}`;

const byIndex = (a: string, b: string): number => Number(a) - Number(b);
const byKey = (a: string, b: string): number => Number(a > b) - Number(a < b);

function demand(object: SyncObject, item: SyncItem, expected: Expected): void {
  if (expected !== undefined && expected !== item.revision)
    throw syncError(object.kind === 'list' ? 54155 : 54205);
}
