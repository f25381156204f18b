import fc from 'fast-check';
import type { Input } from '../../endpoint';
import type { TopicState } from '../contract';
import type { RouterEvent } from '../schemas';

/** An event as TaskRouter posts it. */
export type Event = Input<typeof RouterEvent>;

const hex = (kind: string, n: number): string => kind + n.toString(16).padStart(32, '0');

/** SIDs that are told apart by their number. */
export const SID = {
  task: (n: number) => hex('WT', n),
  queue: (n: number) => hex('WQ', n),
  worker: (n: number) => hex('WK', n),
  reservation: (n: number) => hex('WR', n),
};

/** The beginning of every history. Milliseconds since the epoch, a whole second. */
export const START = Date.UTC(2026, 10, 21, 9);

/** What TaskRouter sent in the life of one task, in order, and what is true after it. */
export interface History {
  task: string;
  topic: string;
  events: Event[];
  truth: { state: TopicState; queue: string; priority: number; worker?: string };
}

/** How an offer of the task to a worker ends. */
const OFFER = fc.constantFrom(
  'reservation.rejected',
  'reservation.timeout',
  'reservation.rescinded',
  'reservation.canceled',
  'accepted and dropped',
);
const END = fc.constantFrom(
  'task.canceled',
  'task.deleted',
  'task.completed',
  'reservation.completed',
  'wrapped up',
  'talks',
  'waits',
);

const STEP = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('offer' as const), how: OFFER }) },
  fc.record({ kind: fc.constant('move' as const), queue: fc.nat(2) }),
  fc.record({ kind: fc.constant('priority' as const), value: fc.nat(100) }),
);

/** Tells the life of a task; keeps the books by itself, without any of the code under test. */
class Teller {
  readonly events: Event[] = [];
  #now = START;
  #queue = 0;
  #priority = 0;
  #reservations = 0;
  worker: string | undefined;

  constructor(
    private readonly number: number,
    private readonly gap: number,
  ) {}

  say(EventType: string, more: Partial<Event> = {}): void {
    this.#now += this.gap;
    const count = this.number * 1000 + this.events.length;
    this.events.push({
      EventType,
      Sid: hex('EV', count),
      Timestamp: String(Math.floor(this.#now / 1000)),
      TimestampMs: String(this.#now),
      TaskSid: SID.task(this.number),
      TaskAttributes: JSON.stringify({ topic: `topic ${this.number}` }),
      TaskPriority: String(this.#priority),
      TaskDateCreated: String(START / 1000),
      TaskQueueSid: SID.queue(this.#queue),
      ...more,
    });
  }

  move(queue: number): void {
    this.#queue = queue;
    this.say('task-queue.entered');
  }

  prioritise(value: number): void {
    this.#priority = value;
    this.say('task.updated');
  }

  offer(...types: string[]): void {
    this.#reservations += 1;
    const about = {
      ReservationSid: SID.reservation(this.number * 1000 + this.#reservations),
      WorkerSid: SID.worker(this.#reservations),
    };
    for (const type of types) this.say(type, about);
    this.worker = about.WorkerSid;
  }

  truth(state: TopicState): History['truth'] {
    const { worker } = this;
    const where = { state, queue: SID.queue(this.#queue), priority: this.#priority };
    return state === 'assigned' && worker !== undefined ? { ...where, worker } : where;
  }
}

function finish(teller: Teller, end: string): TopicState {
  const accepted = ['reservation.created', 'reservation.accepted'];
  if (end === 'waits') return 'waiting';
  if (end === 'talks') teller.offer(...accepted);
  else if (end === 'wrapped up') teller.offer(...accepted, 'reservation.wrapup', 'task.wrapup');
  else if (end.startsWith('reservation')) teller.offer(...accepted, end, 'task.completed');
  else teller.say(end);
  return end === 'talks' || end === 'wrapped up' ? 'assigned' : 'completed';
}

/** Lives of the task by that number. `gap` between events in milliseconds. */
export const historyOf = (number: number): fc.Arbitrary<History> =>
  fc
    .record({ gap: fc.constantFrom(1, 700, 4000), steps: fc.array(STEP, { maxLength: 7 }), end: END })
    .map(({ gap, steps, end }) => {
      const teller = new Teller(number, gap);
      teller.say('task.created');
      teller.say('task-queue.entered');
      for (const step of steps) {
        if (step.kind === 'move') teller.move(step.queue);
        else if (step.kind === 'priority') teller.prioritise(step.value);
        else if (step.how === 'accepted and dropped')
          teller.offer('reservation.created', 'reservation.accepted', 'reservation.canceled');
        else teller.offer('reservation.created', step.how);
      }
      const state = finish(teller, end);
      const { events } = teller;
      return { task: SID.task(number), topic: `topic ${number}`, events, truth: teller.truth(state) };
    });

/** The same events as they may arrive: in any order, some of them again. */
export const arrivalOf = <T>(events: T[]): fc.Arbitrary<T[]> =>
  fc
    .tuple(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.shuffledSubarray(events, { maxLength: Math.min(events.length, 4) }),
    )
    .chain(([all, again]) => {
      const both = [...all, ...again];
      return fc.shuffledSubarray(both, { minLength: both.length });
    });
