import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import { type ObjectKind, SID_PREFIX, type SyncData, type SyncObject, type SyncPermission } from './entities';
import { syncError } from './errors';
import type { SyncEvent, SyncEvents } from './events';
import type { Expiry } from './expiry';
import { LIMITS } from './limits';

/** Who changes something: `system` through REST, or a connected client by its token's identity. */
export interface Actor {
  identity: string;
  fromRest: boolean;
}

export const SYSTEM: Actor = { identity: 'system', fromRest: true };

/** What a conditional change asks for: the revision it was made against, or undefined for any. */
export type Expected = number | undefined;

/** Documents, maps, lists and streams: made, found by SID or name, changed and removed. Knows nothing of REST. */
export class SyncObjects {
  readonly #all: Collection<SyncObject>;
  readonly #names: Collection<string>;

  constructor(
    private readonly kernel: Kernel,
    private readonly events: SyncEvents,
    private readonly expiry: Expiry,
  ) {
    this.#all = kernel.store.collection('sync.objects');
    this.#names = kernel.store.collection('sync.names');
  }

  /** Throws 54301 when the service has one of that kind and name, 54302 when the name cannot be one. */
  create(
    serviceSid: string,
    kind: ObjectKind,
    given: { uniqueName?: string | undefined; data?: SyncData | undefined; ttl?: number | undefined },
    actor = SYSTEM,
  ): SyncObject {
    const { uniqueName } = given;
    if (uniqueName !== undefined) {
      if (!isName(uniqueName)) throw syncError(54302);
      if (this.#names.has(nameKey(serviceSid, kind, uniqueName))) throw syncError(54301);
    }
    const now = this.kernel.clock.now();
    const object: SyncObject = {
      kind,
      sid: this.kernel.ids.sid(SID_PREFIX[kind]),
      serviceSid,
      uniqueName: uniqueName ?? null,
      revision: 0,
      data: given.data ?? {},
      nextIndex: 0,
      dateCreated: now,
      dateUpdated: now,
      dateExpires: this.expiryOf(given.ttl),
      createdBy: actor.identity,
    };
    this.#all.set(object.sid, object);
    if (uniqueName !== undefined) this.#names.set(nameKey(serviceSid, kind, uniqueName), object.sid);
    this.#watch(object);
    this.tell({ type: `${kind}_created`, object }, actor);
    return object;
  }

  /** By SID or by unique name. */
  find(serviceSid: string, kind: ObjectKind, address: string): SyncObject | undefined {
    const sid = this.#names.get(nameKey(serviceSid, kind, address)) ?? address;
    const object = this.#all.get(sid);
    return object?.serviceSid === serviceSid && object.kind === kind ? object : undefined;
  }

  list(serviceSid: string, kind?: ObjectKind): SyncObject[] {
    return this.#all
      .values()
      .filter((object) => object.serviceSid === serviceSid && (!kind || object.kind === kind));
  }

  /** Replaces a document's data and (or) its time to live. Throws 54103 when its revision is not the expected one. */
  updateDocument(
    document: SyncObject,
    change: { data?: SyncData | undefined; ttl?: number | undefined; expected?: Expected },
    actor = SYSTEM,
  ): SyncObject {
    if (change.expected !== undefined && change.expected !== document.revision) throw syncError(54103);
    const previousData = document.data;
    if (change.ttl !== undefined) document.dateExpires = this.expiryOf(change.ttl);
    if (change.data !== undefined) {
      document.data = change.data;
      document.revision++;
    }
    this.touch(document);
    this.#watch(document);
    if (change.data !== undefined)
      this.tell({ type: 'document_updated', object: document, previousData }, actor);
    return document;
  }

  /** Sets when a map, list or stream ends. */
  setTtl(object: SyncObject, ttl: number | undefined): SyncObject {
    if (ttl === undefined) return object;
    object.dateExpires = this.expiryOf(ttl);
    this.touch(object);
    this.#watch(object);
    return object;
  }

  remove(object: SyncObject, actor = SYSTEM): void {
    if (!this.#all.delete(object.sid)) return;
    if (object.uniqueName !== null)
      this.#names.delete(nameKey(object.serviceSid, object.kind, object.uniqueName));
    this.expiry.forget(object.sid);
    this.kernel.store.drop(permissionsOf(object));
    this.tell(
      {
        type: `${object.kind}_removed`,
        object,
        ...(object.kind === 'document' ? { previousData: object.data } : {}),
      },
      actor,
    );
  }

  permissions(object: SyncObject): Collection<SyncPermission> {
    return this.kernel.store.collection(permissionsOf(object));
  }

  /** Sends a message to whoever listens to a stream now; nothing is kept. */
  publish(stream: SyncObject, data: SyncData, actor = SYSTEM): { sid: string; data: SyncData } {
    const message = { sid: this.kernel.ids.sid('TZ'), data };
    this.tell({ type: 'stream_message_published', object: stream, message }, actor);
    return message;
  }

  /** Arms the end of everything anew, after the store was replaced. */
  rearm(): void {
    for (const object of this.#all.values()) this.#watch(object);
  }

  all(): SyncObject[] {
    return this.#all.values();
  }

  touch(object: SyncObject): void {
    object.dateUpdated = this.kernel.clock.now();
  }

  /** When something with this time to live (seconds; 0 for ever) ends, if it starts now. */
  expiryOf(ttl: number | undefined): number | null {
    return ttl ? this.kernel.clock.now() + ttl * 1000 : null;
  }

  tell(event: Omit<SyncEvent, 'by' | 'fromRest'>, actor: Actor): void {
    this.events.emit({ ...event, by: actor.identity, fromRest: actor.fromRest });
  }

  #watch(object: SyncObject): void {
    this.expiry.set(object.sid, object.dateExpires, () => this.remove(object));
  }
}

/** Names live per kind: a map and a document may share one. */
const nameKey = (serviceSid: string, kind: ObjectKind, name: string): string =>
  `${serviceSid} ${kind} ${name}`;

const permissionsOf = (object: SyncObject): string => `sync.permissions.${object.sid}`;

/** https://www.twilio.com/docs/api/errors/54302 */
const isName = (name: string): boolean =>
  name.length >= 1 && name.length <= LIMITS.nameLength && !/^[A-Z]{2}[a-f0-9]{32}$/.test(name);
