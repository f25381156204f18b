import { computed, signal } from '@preact/signals';
import type { CallItem, CallView } from '../../src/calls/contract';
import { viewOf } from '../../src/calls/view';

/** The key under which the map holds the call that goes on. */
export const LIVE = 'live';

/** What is known of an agent's calls, from wherever it comes: Sync's items, or answers of the functions. */
export class Calls {
  readonly #live = signal<CallView | undefined>(undefined);
  readonly #past = signal<ReadonlyMap<string, CallView>>(new Map());
  /** The call that was last seen going on here; its end is shown until it is put away. */
  readonly #watched = signal<CallView | undefined>(undefined);
  readonly #coolDown = signal<number | undefined>(undefined);

  /** Calls that ended, newest first. */
  readonly past = computed(() => [...this.#past.value.values()].sort((a, b) => (a.id < b.id ? 1 : -1)));

  /** The call that goes on, or the one that has just ended and was watched. */
  readonly current = computed<CallView | undefined>(() => {
    const watched = this.#watched.value;
    if (watched === undefined) return undefined;
    return this.#past.value.get(watched.id) ?? this.#live.value ?? watched;
  });

  /** True while a call goes on: no other can be started. */
  readonly busy = computed(() => {
    const call = this.current.value;
    return call !== undefined && call.phase !== 'ended';
  });

  /** Until when no call may be started, milliseconds since the epoch. */
  readonly coolDown = computed(() => this.#coolDown.value);

  /** An item of the map, new or changed. */
  item(key: string, data: CallItem): void {
    if ('coolDown' in data) {
      this.#coolDown.value = data.coolDown;
      this.#live.value = undefined;
    } else this.view(viewOf(data), key === LIVE);
  }

  /** An item was taken out of the map. */
  gone(key: string): void {
    if (key !== LIVE) {
      this.#past.value = new Map([...this.#past.peek()].filter(([id]) => id !== key));
      return;
    }
    this.#coolDown.value = undefined;
    this.#live.value = undefined;
  }

  /** A call as the functions answered; `live`: the one that goes on. What is known to have ended stays ended. */
  view(call: CallView, live: boolean): void {
    if (call.phase === 'ended') {
      this.#past.value = new Map(this.#past.peek()).set(call.id, call);
      if (live) this.#watched.value = call;
      return;
    }
    if (!live || this.#past.peek().has(call.id)) return;
    this.#coolDown.value = undefined;
    this.#live.value = call;
    this.#watched.value = call;
  }

  /** What starting a call answered. Says nothing new about a call that Sync has told of already. */
  started(call: CallView): void {
    if (this.#live.peek()?.id !== call.id) this.view(call, true);
  }

  /** The whole map, read anew: what is not in it any more has ended or expired. */
  reset(items: readonly { key: string; data: CallItem }[]): void {
    const keys = new Set(items.map(({ key }) => key));
    for (const id of this.#past.peek().keys()) if (!keys.has(id)) this.gone(id);
    if (!keys.has(LIVE)) this.gone(LIVE);
    for (const { key, data } of items) this.item(key, data);
  }

  /** The end of the last call has been seen. */
  putAway(): void {
    if (!this.busy.peek()) this.#watched.value = undefined;
  }
}
