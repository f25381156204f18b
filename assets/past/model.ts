import { signal } from '@preact/signals';
import type { CallView, HistoryAnswer } from '../../src/calls/contract';
import type { TeamAnswer } from '../../src/workers/contract';
import type { HistoryStatus } from '../live/source';
import { type Failure, failureIn } from '../session/post';

/** What past calls are made from; a test brings its own. */
export interface PastParts {
  call<T>(path: string, body?: object): Promise<T>;
  /** May look at the calls of others. */
  supervises: boolean;
}

/** Somebody whose calls a supervisor may look at. */
export interface Colleague {
  agent: string;
  name: string;
}

/** Without accents and capitals. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Fewer digits would be a part of every other number. */
const DIGITS = 3;

/** Whether somebody who searches for this means this call: by its number, its label, who it was with, what came of it. */
export function matches(call: CallView, query: string, inWords: (disposition: string) => string): boolean {
  const words = plain(query).trim();
  if (words === '') return true;
  const digits = words.replace(/\D/g, '');
  const isNumber = digits.length >= DIGITS && !/\p{L}/u.test(words);
  if (isNumber && call.recipient.replace(/\D/g, '').includes(digits)) return true;
  const { label = '', offer, wrapUp = {} } = call;
  const { disposition = '', notes = '' } = wrapUp;
  return [label, offer?.name ?? '', disposition, inWords(disposition), notes].some((text) =>
    plain(text).includes(words),
  );
}

/** People of a team are fetched a hundred at a time; of more than so many, the rest is left out. */
const PAGES = 5;

/** The calls that were: which of them are shown, and those of others. */
export class PastCalls {
  readonly query = signal('');
  /** Whose calls: an agent's id; undefined: one's own. */
  readonly whose = signal<string | undefined>(undefined);
  /** Who there is to choose from; undefined until it is known. */
  readonly people = signal<readonly Colleague[] | undefined>(undefined);
  /** Calls of `whose`, newest first. */
  readonly calls = signal<readonly CallView[]>([]);
  readonly status = signal<HistoryStatus>('loading');
  readonly failure = signal<Failure | undefined>(undefined);
  #next: string | undefined;
  #asked = 0;

  constructor(readonly parts: PastParts) {}

  /** Asks once who there is; where there are no workers, there is nobody to choose. */
  async meet(): Promise<void> {
    if (!this.parts.supervises || this.people.peek() !== undefined) return;
    this.people.value = [];
    const found: Colleague[] = [];
    let from: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const asked: { from?: string } = from === undefined ? {} : { from };
      const answer: TeamAnswer | undefined = await this.parts
        .call<TeamAnswer>('/presence/team', asked)
        .catch(() => undefined);
      for (const { agent, name } of answer?.people ?? [])
        if (agent !== undefined) found.push({ agent, name });
      from = answer?.next;
      if (from === undefined) break;
    }
    this.people.value = found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Shows the calls of somebody else, or one's own again. */
  async look(agent: string | undefined): Promise<void> {
    this.whose.value = agent;
    this.calls.value = [];
    this.#next = undefined;
    this.status.value = 'loading';
    this.#asked += 1;
    if (agent !== undefined) await this.more();
  }

  /** The next page of somebody else's calls. */
  async more(): Promise<void> {
    const agent = this.whose.peek();
    if (agent === undefined) return;
    const turn = this.#asked;
    const before = this.#next === undefined ? {} : { before: this.#next };
    try {
      const { calls, next } = await this.parts.call<HistoryAnswer>('/calls/history', { agent, ...before });
      if (turn !== this.#asked) return;
      this.calls.value = [...this.calls.peek(), ...calls];
      this.#next = next;
      this.failure.value = undefined;
      this.status.value = next === undefined ? 'ready' : 'more';
    } catch (error) {
      if (turn !== this.#asked) return;
      this.failure.value = failureIn(error);
      this.status.value = 'failed';
    }
  }
}
