import { signal } from '@preact/signals';
import { type Failure, failureIn } from '../session/post';
import type { Draft, Drafts } from './drafts';

/** What a note is made from; a test brings its own. */
export interface NoteParts {
  call<T>(path: string, body?: object): Promise<T>;
  drafts: Drafts;
  later(ms: number, work: () => void): () => void;
  /** Whether that may come of the call. */
  listed(disposition: string): boolean;
  /** It has been handed in. */
  handedIn(call: string): void;
}

/** Where a note stands. */
export type NoteState =
  | 'writing'
  | 'sending'
  /** It did not get through, and is sent again by itself. */
  | 'again'
  | 'done';

/** How long until a note that did not get through is sent again: longer each time. Milliseconds. */
const PAUSES = [1_000, 2_000, 5_000, 10_000, 20_000];
/** Trying again may help with these. */
const PASSING = new Set(['offline', 'timeout', 'internal', 'upstream_failed', 'upstream_busy']);
/** The call's end may not have got through yet; what still stands in the way after so many tries stays there. */
const CONFLICTS = 5;
/** The longest note. Characters. */
export const NOTE = 1_000;

/** The note on one call: written, kept, handed in. */
export class Note {
  readonly disposition = signal<string | undefined>(undefined);
  readonly text = signal('');
  readonly state = signal<NoteState>('writing');
  readonly failure = signal<Failure | undefined>(undefined);
  #cancel: () => void = () => undefined;
  #tries = 0;

  constructor(
    readonly call: string,
    private readonly parts: NoteParts,
    known?: { disposition?: string; notes?: string },
  ) {
    const draft = parts.drafts.read(call);
    const start: Partial<Draft> = draft ?? known ?? {};
    // What may come of a call may have been changed since.
    if (start.disposition !== undefined && parts.listed(start.disposition))
      this.disposition.value = start.disposition;
    this.text.value = start.notes ?? '';
    if (draft?.sent) this.handIn();
  }

  /** Something is in it. */
  get hasText(): boolean {
    return this.disposition.peek() !== undefined || this.text.peek().trim() !== '';
  }

  choose(disposition: string): void {
    if (this.state.peek() === 'done') return;
    this.disposition.value = this.disposition.peek() === disposition ? undefined : disposition;
    this.#keep();
  }

  write(text: string): void {
    this.text.value = text.slice(0, NOTE);
    this.#keep();
  }

  /** Throws it away. */
  discard(): void {
    this.#cancel();
    this.parts.drafts.forget(this.call);
    this.state.value = 'done';
  }

  /** Hands it in, and goes on trying until it has arrived. A second press while it is under way does nothing. */
  async handIn(): Promise<void> {
    if (this.state.peek() === 'sending' || this.state.peek() === 'done') return;
    this.#cancel();
    this.state.value = 'sending';
    this.#keep(true);
    const disposition = this.disposition.peek();
    const notes = this.text.peek().trim();
    try {
      await this.parts.call('/taskrouter/complete', {
        callId: this.call,
        ...(disposition === undefined ? {} : { disposition }),
        ...(notes === '' ? {} : { notes }),
      });
      this.failure.value = undefined;
      this.parts.drafts.forget(this.call);
      this.state.value = 'done';
      this.parts.handedIn(this.call);
    } catch (error) {
      this.#failed(failureIn(error));
    }
  }

  #failed(failure: Failure): void {
    this.failure.value = failure;
    const passes = failure.code === 'conflict' ? this.#tries < CONFLICTS : PASSING.has(failure.code);
    if (!passes) {
      this.state.value = 'writing';
      this.#keep();
      return;
    }
    this.state.value = 'again';
    const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)] ?? 1_000;
    this.#tries += 1;
    this.#cancel = this.parts.later(Math.max(pause, (failure.retryAfter ?? 0) * 1000), () => this.handIn());
  }

  /** The network is back: now, rather than when the pause is over. */
  wake(): void {
    if (this.state.peek() === 'again') this.handIn();
  }

  close(): void {
    this.#cancel();
  }

  #keep(sent = false): void {
    const disposition = this.disposition.peek();
    if (!this.hasText && !sent) {
      this.parts.drafts.forget(this.call);
      return;
    }
    this.parts.drafts.write(this.call, {
      notes: this.text.peek(),
      ...(disposition === undefined ? {} : { disposition }),
      ...(sent ? { sent } : {}),
    });
  }
}
