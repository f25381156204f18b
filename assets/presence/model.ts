import { computed, signal } from '@preact/signals';
import type { WorkerView } from '../../src/routing/contract';
import type { PresenceAnswer } from '../../src/workers/contract';
import { type Failure, failureIn } from '../session/post';

/** What presence is made from; a test brings its own. */
export interface PresenceParts {
  call<T>(path: string, body?: object): Promise<T>;
  /** Something has changed that other tabs may not hear of by themselves. */
  changed(): void;
}

/** There is no workspace here: nothing waits, and nothing is offered to anybody. */
const NO_WORKSPACE = 'not_configured';

/** How much more time for the note is asked for at once. Seconds. */
const MORE = 60;
/** Whoever steps away by a key without saying more is in the first of these that there is. */
const ASIDE = ['away', 'break', 'offline'];

const iso = (ms: number): string => new Date(ms).toISOString();

/** Whether work is given to the person, and why not: as /presence answers and as Sync pushes it, whichever is newer. */
export class Presence {
  readonly #known = signal<PresenceAnswer | undefined>(undefined);
  /** What is known; undefined until something is, or where there are no workers. */
  readonly now = computed(() => this.#known.value);
  /** There are queues here at all, and people who may be available for them. */
  readonly exists = signal(true);
  readonly busy = signal(false);
  readonly failure = signal<Failure | undefined>(undefined);
  #asked = 0;

  constructor(private readonly parts: PresenceParts) {}

  /** Asks how it is. */
  async look(): Promise<void> {
    await this.#ask({}).catch((error: unknown) => {
      if (failureIn(error).code === NO_WORKSPACE && this.#known.peek() === undefined)
        this.exists.value = false;
    });
  }

  /** The own item of the map `workers`, new or changed. */
  item(view: WorkerView): void {
    const known = this.#known.peek();
    if (known === undefined) return;
    const since = view.since === undefined ? known.since : iso(view.since);
    // An answer may have told of something newer already.
    if (Date.parse(since) < Date.parse(known.since)) return;
    const activity = view.activity ?? known.activity;
    const { reason: _reason, why: _why, next: _next, afterCall: _afterCall, ...rest } = known;
    this.#known.value = {
      ...rest,
      activity,
      since,
      available: known.activities.find(({ name }) => name === activity)?.available ?? known.available,
      device: view.device ?? known.device,
      ...(view.reason === undefined ? {} : { reason: view.reason }),
      ...(view.why === undefined ? {} : { why: view.why }),
      ...(view.next === undefined ? {} : { next: view.next }),
      ...(view.afterCall === undefined
        ? {}
        : { afterCall: { ...view.afterCall, until: iso(view.afterCall.until) } }),
    };
  }

  /** Steps into an activity. */
  choose(activity: string, reason = ''): Promise<void> {
    const told = reason.trim();
    return this.#change({ activity, ...(told === '' ? {} : { reason: told }) });
  }

  /** Lets calls ring on the own phone or in the browser. */
  ringOn(device: PresenceAnswer['device']): Promise<void> {
    return this.#change({ device });
  }

  /** More time for the note after a call. */
  extend(): Promise<void> {
    return this.#change({ extend: MORE });
  }

  /** Available if one is not, else away. */
  async toggle(): Promise<void> {
    const known = this.#known.peek();
    if (known === undefined) return;
    const settable = known.activities.filter((each) => each.settable);
    const next = known.available
      ? ASIDE.map((name) => settable.find((each) => each.name.toLowerCase() === name)).find(
          (each) => each !== undefined,
        )
      : settable.find(({ available }) => available);
    if (next) await this.choose(next.name);
  }

  async #change(body: object): Promise<void> {
    if (this.busy.peek()) return;
    this.busy.value = true;
    this.failure.value = undefined;
    try {
      await this.#ask(body);
      this.parts.changed();
    } catch (error) {
      this.failure.value = failureIn(error);
    } finally {
      this.busy.value = false;
    }
  }

  async #ask(body: object): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    const answer = await this.parts.call<PresenceAnswer>('/presence', body);
    const known = this.#known.peek();
    // Of two questions the later one's answer stands; and a push may have been quicker than either.
    if (turn !== this.#asked || (known && Date.parse(answer.since) < Date.parse(known.since))) return;
    this.exists.value = true;
    this.#known.value = answer;
  }
}
