import { signal } from '@preact/signals';
import type { WorkerView } from '../../../src/routing/contract';
import type { TeamAnswer } from '../../../src/workers/contract';
import type { MapListener } from '../../live/shared';

/** Somebody of the team whom a call can go to. */
export interface Colleague {
  agentId: string;
  /** Their e-mail address. */
  name: string;
  activity: string;
  /** Milliseconds since the epoch. */
  since?: number;
  /** What they gave as the reason for being away. */
  reason?: string;
}

/** Who is there is looked at again this often where nothing tells of it. Milliseconds. */
const PACE = 10_000;
/** As many pages of the team are read. */
const PAGES = 10;

/** Whether a call can be handed over to them: TaskRouter gives work to nobody else. */
export const isFree = ({ activity }: Colleague): boolean => activity.toLowerCase() === 'available';

/** Who can take a call first, then who is at work, then all others; by name. */
const ORDER = ['available', 'in-call', 'post-call'];
const placeOf = ({ activity }: Colleague): number => {
  const place = ORDER.indexOf(activity.toLowerCase());
  if (place >= 0) return place;
  return activity.toLowerCase() === 'offline' ? ORDER.length + 1 : ORDER.length;
};

/** Colleagues in the order in which they are shown; only those whose name has every word of the text in it. */
export function found(colleagues: readonly Colleague[], text: string): Colleague[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return colleagues
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name));
}

function ofWorker({ agent, name = '', activity = '', since, reason, gone }: WorkerView): Colleague[] {
  if (agent === undefined || gone) return [];
  return [
    {
      agentId: agent,
      name,
      activity,
      ...(since === undefined ? {} : { since }),
      ...(reason === undefined ? {} : { reason }),
    },
  ];
}

/** What colleagues are known from; a test brings its own. */
export interface ColleagueParts {
  /** The agent, who is no colleague of their own. */
  me: string;
  call<T>(path: string, body?: object): Promise<T>;
  /** Follows the map of workers until the function that is returned is called; absent where Sync doesn't get through. */
  follow?: ((listener: MapListener) => () => void) | undefined;
}

/** Who of the team is there, as long as somebody looks. */
export class Colleagues {
  /** Undefined until it is known. */
  readonly all = signal<readonly Colleague[] | undefined>(undefined);
  readonly failed = signal(false);
  readonly #workers = new Map<string, WorkerView>();
  #close: () => void = () => undefined;

  constructor(private readonly parts: ColleagueParts) {
    if (parts.follow === undefined) this.#ask();
    else
      this.#close = parts.follow({
        reset: (items) => {
          this.#workers.clear();
          for (const [worker, view] of items) this.#workers.set(worker, view as WorkerView);
          this.#show();
        },
        item: (worker, view) => {
          this.#workers.set(worker, view as WorkerView);
          this.#show();
        },
        gone: (worker) => {
          this.#workers.delete(worker);
          this.#show();
        },
      });
  }

  #show(): void {
    this.all.value = this.#others([...this.#workers.values()].flatMap(ofWorker));
  }

  #others = (colleagues: Colleague[]): Colleague[] =>
    colleagues.filter(({ agentId }) => agentId !== this.parts.me);

  /** Asks the functions, page by page, and again while somebody looks. */
  async #ask(): Promise<void> {
    let closed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    this.#close = () => {
      closed = true;
      clearTimeout(timer);
    };
    try {
      const people: Colleague[] = [];
      let from: string | undefined;
      for (let page = 0; page < PAGES; page += 1) {
        const answer: TeamAnswer = await this.parts.call('/presence/team', from ? { from } : {});
        for (const { agent, since, ...person } of answer.people)
          people.push(...ofWorker({ ...person, ...(agent && { agent }), since: Date.parse(since) }));
        from = answer.next;
        if (from === undefined || closed) break;
      }
      this.failed.value = false;
      if (!closed) this.all.value = this.#others(people);
    } catch {
      this.failed.value = true;
    }
    if (!closed) timer = setTimeout(() => this.#ask(), PACE);
  }

  close(): void {
    this.#close();
  }
}
