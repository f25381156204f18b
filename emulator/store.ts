/** One kind of thing the emulated account holds, by key. Values are plain JSON, so that a snapshot is a copy. */
export class Collection<T> {
  #items = new Map<string, T>();

  constructor(readonly name: string) {}

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  set(key: string, value: T): T {
    this.#items.set(key, value);
    return value;
  }

  delete(key: string): boolean {
    return this.#items.delete(key);
  }

  /** In order of first insertion. */
  values(): T[] {
    return [...this.#items.values()];
  }

  entries(): [string, T][] {
    return [...this.#items.entries()];
  }

  find(test: (value: T) => boolean): T | undefined {
    for (const value of this.#items.values()) if (test(value)) return value;
    return undefined;
  }

  get size(): number {
    return this.#items.size;
  }

  clear(): void {
    this.#items.clear();
  }
}

/** The whole of a store, as JSON: collection name → `[key, value]` pairs. */
export type StoreSnapshot = Record<string, [string, unknown][]>;

/** Everything the emulated account remembers. Products ask for their collections by name (`sync.documents`). */
export class Store {
  #collections = new Map<string, Collection<unknown>>();

  collection<T>(name: string): Collection<T> {
    const known = this.#collections.get(name);
    if (known) return known as Collection<T>;
    const made = new Collection<T>(name);
    this.#collections.set(name, made as Collection<unknown>);
    return made;
  }

  /** Forgets a whole collection, for those made per resource. */
  drop(name: string): void {
    this.#collections.get(name)?.clear();
    this.#collections.delete(name);
  }

  snapshot(): StoreSnapshot {
    const all: StoreSnapshot = {};
    for (const [name, collection] of this.#collections) all[name] = collection.entries();
    return structuredClone(all);
  }

  /** Replaces every collection's content in place; products then re-arm their timers (see `Product.restored`). */
  restore(snapshot: StoreSnapshot): void {
    this.clear();
    for (const [name, entries] of Object.entries(structuredClone(snapshot))) {
      const collection = this.collection(name);
      for (const [key, value] of entries) collection.set(key, value);
    }
  }

  clear(): void {
    for (const collection of this.#collections.values()) collection.clear();
  }
}
