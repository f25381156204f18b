import type { QueueItem, TopicState, TopicView } from '../contract';
import { compact, type Latest, latest, type Stamp } from './stamp';

/** What is known of one reservation: that its worker holds the task, or that it is over, and then it stays so. */
export type Offer = readonly [...Stamp] | readonly [...Stamp, worker: string, reservation: string];

/** What is known of one task. Only grows: every field is a join-semilattice, and so is the whole. */
export interface TaskFacts {
  /** The earliest time that is known of it. Milliseconds since the epoch. */
  since: number;
  /** Of the latest event. Milliseconds since the epoch. */
  last: number;
  queue?: Latest<string>;
  priority?: Latest<number>;
  /** Reservations that were accepted or are over, by the end of their SID; the latest `OFFERS`. */
  offers?: Record<string, Offer>;
  /** The task is over, whatever else is heard of it. The value is the event's type. */
  end?: Latest<string>;
}

/** What is known of a topic's tasks, by SID; the newest `TASKS`. */
export type TopicFacts = Record<string, TaskFacts>;

/**
 * An accepted reservation must stay known while reservations of the same task that were made along with it are rescinded
 * or time out. Old ones go together with what was said of them, so that a late event about them changes nothing.
 */
const OFFERS = 8;
/** A customer who comes back has a new task under the same topic while the end of the old one is still on its way. */
const TASKS = 2;

function joinOffer(a: Offer | undefined, b: Offer): Offer {
  if (a === undefined) return b;
  if (a.length !== b.length) return a.length < b.length ? a : b;
  return latest(a, b) ?? a;
}

function joinOffers(a: Record<string, Offer> = {}, b: Record<string, Offer> = {}): Record<string, Offer> {
  const all = { ...a };
  for (const [key, offer] of Object.entries(b)) all[key] = joinOffer(all[key], offer);
  const entries = Object.entries(all);
  if (entries.length > OFFERS)
    entries.sort(([x, one], [y, other]) => other[0] - one[0] || (x < y ? 1 : -1)).splice(OFFERS);
  return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)));
}

/** Adds up what is known of one task: commutative, associative, idempotent. */
export function joinTask(a: TaskFacts | undefined, b: TaskFacts): TaskFacts {
  const offers = joinOffers(a?.offers, b.offers);
  return compact<TaskFacts>({
    since: Math.min(a?.since ?? b.since, b.since),
    last: Math.max(a?.last ?? b.last, b.last),
    queue: latest(a?.queue, b.queue),
    priority: latest(a?.priority, b.priority),
    offers: Object.keys(offers).length === 0 ? undefined : offers,
    end: latest(a?.end, b.end),
  });
}

const newestFirst = ([x, a]: [string, TaskFacts], [y, b]: [string, TaskFacts]): number =>
  b.since - a.since || (x < y ? 1 : -1);

/** Adds what an event tells of a task to what is known of its topic. */
export function joinTopic(facts: TopicFacts, task: string, more: TaskFacts): TopicFacts {
  const all = { ...facts, [task]: joinTask(facts[task], more) };
  return Object.fromEntries(Object.entries(all).sort(newestFirst).slice(0, TASKS));
}

/** Who holds the task: of the reservations that were accepted and are not over, the latest. */
function heldBy({ offers = {} }: TaskFacts): { worker?: string; reservation?: string } | undefined {
  const held = Object.values(offers).filter((offer) => offer.length > 2);
  const newest = held.reduce<Offer | undefined>((best, offer) => latest(best, offer), undefined);
  if (newest === undefined) return undefined;
  const [, , worker, reservation] = newest;
  return compact({ worker, reservation });
}

/** Where a task is. */
export function stateOf(task: TaskFacts): TopicState {
  if (task.end !== undefined) return 'completed';
  return heldBy(task) === undefined ? 'waiting' : 'assigned';
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** A topic as pages see it: its newest task that is not over, else its newest. */
export function topicView(facts: TopicFacts): TopicView | undefined {
  const newest = Object.entries(facts).sort(newestFirst);
  const [sid, task] = newest.find(([, { end }]) => end === undefined) ?? newest[0] ?? [];
  if (sid === undefined || task === undefined) return undefined;
  const held = task.end === undefined ? heldBy(task) : undefined;
  return compact<TopicView>({
    state: stateOf(task),
    task: sid,
    queue: task.queue?.[2],
    worker: held?.worker,
    reservation: held?.reservation,
    why: task.end?.[2],
    since: iso(task.since),
    updated: iso(task.last),
  });
}

/** Where a task's item stands, and what it says. */
export interface Place {
  queue: string;
  item: QueueItem;
}

/** The item that a task should have; undefined when it is over or its queue isn't known yet. */
export function placeOf(topic: string, task: TaskFacts | undefined): Place | undefined {
  if (task?.queue === undefined || task.end !== undefined) return undefined;
  const held = heldBy(task);
  const item = compact<QueueItem>({
    v: 1,
    state: held === undefined ? 'waiting' : 'assigned',
    topic,
    priority: task.priority?.[2] ?? 0,
    since: task.since,
    worker: held?.worker,
  });
  return { queue: task.queue[2], item };
}
