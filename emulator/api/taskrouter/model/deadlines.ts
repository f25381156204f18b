import type { Clock, Timer } from '../../../clock';

interface Entry {
  at: number;
  key: string;
}

/**
 * What is due when. However much there is, the clock has one timer of it: for the earliest. A heap, so that ten
 * thousand tasks that wait cost no more than one to set or to take back.
 */
export class Deadlines {
  #heap: Entry[] = [];
  #due = new Map<string, { at: number; run: () => void }>();
  #timer: Timer | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** `at`: milliseconds since the epoch, null for never. Replaces what was set for `key` before. */
  set(key: string, at: number | null, run: () => void): void {
    this.#due.delete(key);
    if (at === null) return;
    this.#due.set(key, { at, run });
    this.#push({ at, key });
    if (at < this.#armedFor) this.#arm();
  }

  forget(key: string): void {
    this.#due.delete(key);
  }

  clear(): void {
    this.#heap = [];
    this.#due.clear();
    this.#timer?.cancel();
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  /** Entries that were replaced or taken back stay in the heap until they come to its top. */
  #first(): Entry | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (!top || this.#due.get(top.key)?.at === top.at) return top;
      this.#pop();
    }
  }

  #arm(): void {
    this.#timer?.cancel();
    const first = this.#first();
    this.#armedFor = first?.at ?? Number.POSITIVE_INFINITY;
    if (first) this.#timer = this.clock.setTimeout(() => this.#run(), first.at - this.clock.now());
  }

  #run(): void {
    // Only what was due when it began: what falls due by running it gets its turn from the clock.
    const now = this.clock.now();
    for (let first = this.#first(); first && first.at <= now; first = this.#first()) {
      const entry = this.#due.get(first.key);
      this.#due.delete(first.key);
      this.#pop();
      entry?.run();
    }
    this.#arm();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry;
      if (above.at <= entry.at) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Entry).at < (heap[child] as Entry).at) child++;
      const below = heap[child] as Entry;
      if (below.at >= last.at) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}
