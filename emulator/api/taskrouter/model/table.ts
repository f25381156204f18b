import type { Kernel } from '../../../product';
import type { Collection } from '../../../store';
import type { Resource } from '../entities';

/** What a caller gives for a new resource; the rest is made here. */
export type New<T extends Resource> = Omit<T, keyof Resource>;

/** One kind of resource. What is read from it is never changed in place: a change puts a new value in its stead. */
export class Table<T extends Resource> {
  readonly #items: Collection<T>;

  constructor(
    private readonly kernel: Kernel,
    name: string,
    private readonly prefix: string,
  ) {
    this.#items = kernel.store.collection(`taskrouter.${name}`);
  }

  /** `workspaceSid` is undefined only for a workspace, which is its own. */
  add(workspaceSid: string | undefined, values: New<T>): T {
    const now = this.kernel.clock.now();
    const sid = this.kernel.ids.sid(this.prefix);
    const resource: Resource = {
      sid,
      workspaceSid: workspaceSid ?? sid,
      dateCreated: now,
      dateUpdated: now,
      version: 0,
    };
    return this.#items.set(sid, { ...values, ...resource } as T);
  }

  get(sid: string | null | undefined): T | undefined {
    return typeof sid === 'string' ? this.#items.get(sid) : undefined;
  }

  /** As `get`, for what must be there because something refers to it. */
  need(sid: string): T {
    const item = this.#items.get(sid);
    if (!item) throw new Error(`TaskRouter has lost ${sid}`);
    return item;
  }

  /** In order of creation. */
  list(workspaceSid: string): T[] {
    return this.#items.values().filter((item) => item.workspaceSid === workspaceSid);
  }

  all(): T[] {
    return this.#items.values();
  }

  get size(): number {
    return this.#items.size;
  }

  /** A new version of what is there now under this SID. */
  change(sid: string, values: Partial<New<T>>): T {
    const item = this.need(sid);
    return this.#items.set(sid, {
      ...item,
      ...values,
      dateUpdated: this.kernel.clock.now(),
      version: item.version + 1,
    });
  }

  /** As `change`, for what the resource itself does not show: neither its version nor its date moves. */
  note(sid: string, values: Partial<New<T>>): T {
    return this.#items.set(sid, { ...this.need(sid), ...values });
  }

  remove(sid: string): void {
    this.#items.delete(sid);
  }
}
