import { computed, effect, signal, untracked } from '@preact/signals';
import type { CallView } from '../../src/calls/contract';
import type { WorkerView } from '../../src/routing/contract';
import { who } from '../call/who';
import type { DeskModel } from '../desk/model';
import { SharedLive } from '../live/shared';
import { Offers } from '../offer/model';
import { isMissedOffer, isOffered } from '../offer/offered';
import { Presence } from '../presence/model';
import { session } from '../session';
import type { Supervision } from '../supervise/model';
import { dispositionsOf } from '../wrap-up/dispositions';
import { Drafts } from '../wrap-up/drafts';
import { Note } from '../wrap-up/model';
import { toWrapUp } from '../wrap-up/which';

/** While Sync brings nothing, presence is asked for this often. Milliseconds. */
const PACE = 15_000;
/** A part that could not be loaded is tried again after this. Milliseconds. */
const AGAIN = 3_000;

const later = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** What supervisors see of the calls of everybody: its components, and what they show. */
export interface Oversight {
  parts: typeof import('../supervise');
  model: Supervision;
}

/** What is at the desk besides calls that one makes: presence, what is offered, the notes after it. */
export class WorkModel {
  readonly presence: Presence;
  readonly shared: SharedLive;
  readonly offers: Offers;
  /** Of supervisors: the calls of everybody, once that is loaded. */
  readonly oversight = signal<Oversight | undefined>(undefined);
  readonly #drafts = new Drafts(localStorage, Date.now);
  readonly #notes = new Map<string, Note>();
  readonly #through = signal<ReadonlySet<string>>(new Set());
  /** Until when there was time for a note, as last known. Milliseconds since the epoch, by call. */
  readonly #untils = new Map<string, number>();
  /** Counts changes of which drafts there are. */
  readonly #kept = signal(0);
  /** The note that was put aside for now. */
  readonly aside = signal<CallView | undefined>(undefined);
  /** The note that was taken up again. */
  readonly #picked = signal<CallView | undefined>(undefined);
  /** The call whose note is to be written. */
  readonly writing;
  /** The call that the agent made and that has just ended: a note on it may be written. */
  readonly noteable;
  /** The call that is offered. */
  readonly offered;
  /** The offer that has just come to nothing. */
  readonly gone;
  readonly #closers: (() => void)[] = [];

  constructor(
    readonly desk: DeskModel,
    sdkOrigin: string | null,
  ) {
    const call = session.call.bind(session);
    this.presence = new Presence({ call, changed: () => session.tellOthers() });
    this.offers = new Offers({ call, answered: ({ call: view }) => desk.calls.view(view, true) });
    this.shared = new SharedLive(sdkOrigin);
    this.offered = computed(() => {
      const current = desk.current.value;
      return isOffered(current) ? current : undefined;
    });
    this.gone = computed(() => {
      const current = desk.current.value;
      return isMissedOffer(current) ? current : undefined;
    });
    this.writing = computed(() => {
      this.#kept.value;
      return toWrapUp({
        current: desk.current.value,
        picked: this.#picked.value,
        past: desk.calls.past.value,
        afterCall: this.presence.now.value?.afterCall,
        drafts: this.#drafts.calls(),
        ranOut: this.#ranOut([desk.current.value, ...desk.calls.past.value]),
        through: this.#through.value,
      });
    });
    this.noteable = computed(() => {
      const call = desk.current.value;
      const talked =
        call?.direction === 'outbound' && call.phase === 'ended' && call.connectedAt !== undefined;
      const open = talked && call.wrapUp === undefined && !this.#through.value.has(call.id);
      return open && this.writing.value === undefined ? call : undefined;
    });
  }

  /** Begins to follow what others change. */
  start(): void {
    this.presence.look();
    this.shared.connect();
    const heard = (data: object) => this.presence.item(data as WorkerView);
    let unfollow: (() => void) | undefined;
    const worker = computed(() => this.presence.now.value?.worker);
    this.#closers.push(
      effect(() => {
        const sid = worker.value;
        unfollow?.();
        unfollow = sid === undefined ? undefined : this.#followWorker(sid, heard);
      }),
      () => unfollow?.(),
    );
    this.#oversee();
    const timer = setInterval(() => {
      if (this.shared.status.peek() !== 'live') this.presence.look();
    }, PACE);
    const online = () => {
      for (const note of this.#notes.values()) note.wake();
      this.presence.look();
    };
    addEventListener('online', online);
    this.#closers.push(
      () => clearInterval(timer),
      () => removeEventListener('online', online),
    );
    // Calls, and whatever becomes of an offer, move one to another activity; where Sync doesn't tell, that is asked.
    this.#closers.push(
      effect(() => {
        this.desk.current.value?.phase;
        if (this.shared.status.peek() !== 'live') untracked(() => this.presence.look());
      }),
    );
  }

  #ranOut(calls: readonly (CallView | undefined)[]): Set<string> {
    const afterCall = this.presence.now.value?.afterCall;
    if (afterCall) this.#untils.set(afterCall.call, Date.parse(afterCall.until));
    const over = calls.filter((call) => {
      const until = this.#untils.get(call?.id ?? '');
      // A clock of theirs may be a little behind another.
      return until !== undefined && Date.parse(call?.wrapUp?.doneAt ?? '') > until - 1_500;
    });
    return new Set(over.map((call) => call?.id ?? ''));
  }

  /** Whoever may see the calls of all follows them, wherever they are on the page: they may be in one of them. */
  #oversee(): void {
    let over = false;
    let timer = 0;
    let unfollow: (() => void) | undefined;
    const load = async (): Promise<void> => {
      const parts = await import('../supervise');
      const model = await parts.openSupervision(this);
      if (over) return;
      this.oversight.value = { parts, model };
      unfollow = this.shared.map('floor', model.listener);
    };
    const attempt = (): void => {
      load().catch(() => {
        if (!over) timer = window.setTimeout(attempt, AGAIN);
      });
    };
    const may = computed(() => this.shared.grant.value.maps.includes('floor'));
    this.#closers.push(
      effect(() => {
        if (may.value) untracked(attempt);
      }),
      () => {
        over = true;
        clearTimeout(timer);
        unfollow?.();
      },
    );
  }

  #followWorker(sid: string, heard: (data: object) => void): () => void {
    const listener = {
      reset: (items: ReadonlyMap<string, object>) => {
        const mine = items.get(sid);
        if (mine) heard(mine);
      },
      item: (key: string, data: object) => {
        if (key === sid) heard(data);
      },
      gone: () => undefined,
    };
    return this.shared.map('workers', listener, sid);
  }

  /** There is something to see of queues, or of the calls of others. */
  get hasBoard(): boolean {
    return this.presence.exists.value || this.shared.grant.value.maps.includes('floor');
  }

  /** The caller, by their name if that is known. */
  whoOf(call: CallView): string {
    return call.offer?.name ?? this.numberOf(call);
  }

  numberOf = (call: CallView): string => who(call.recipient);

  /** Declines what is offered, on every line that rings for it. */
  decline(call: CallView): void {
    this.offers.decline(call.id);
  }

  /** The note on a call, begun or taken up. */
  noteOn(call: CallView): Note {
    const known = this.#notes.get(call.id);
    if (known) return known;
    const note = new Note(
      call.id,
      {
        call: session.call.bind(session),
        drafts: this.#drafts,
        later,
        listed: (disposition) => dispositionsOf(call).includes(disposition),
        handedIn: () => {
          this.#isThrough(call);
          // On with the next one, with the number that stood there before this call came.
          const current = this.desk.current.peek();
          if (current?.id === call.id && current.phase === 'ended') this.desk.prepare();
          this.presence.look();
          session.tellOthers();
        },
      },
      call.wrapUp,
    );
    this.#notes.set(call.id, note);
    return note;
  }

  #isThrough(call: CallView): void {
    this.#through.value = new Set(this.#through.peek()).add(call.id);
    if (this.aside.peek()?.id === call.id) this.aside.value = undefined;
    this.#kept.value += 1;
  }

  /** Something else first: the note waits. */
  putAside(call: CallView, desk: DeskModel): void {
    this.#through.value = new Set(this.#through.peek()).add(call.id);
    this.aside.value = call;
    this.#picked.value = undefined;
    desk.prepare('');
  }

  /** Back to a note that waits, or to one that was handed in. */
  takeUp(call: CallView): void {
    if (this.#notes.get(call.id)?.state.peek() === 'done') this.#notes.delete(call.id);
    this.aside.value = undefined;
    this.#through.value = new Set([...this.#through.peek()].filter((id) => id !== call.id));
    this.#picked.value = call;
  }

  /** No note on this call. */
  discard(call: CallView): void {
    this.noteOn(call).discard();
    this.#notes.delete(call.id);
    this.#isThrough(call);
  }

  close(): void {
    for (const close of this.#closers) close();
    for (const note of this.#notes.values()) note.close();
    this.oversight.peek()?.model.close();
    this.shared.close();
  }
}
