import type { LiveDocument, LiveMap, Versioned } from '../live-state';
import { Contention } from '../live-state';
import type { Deadline } from '../twilio';
import type { QueueItem, TopicState, TopicView } from './contract';
import {
  joinTask,
  joinTopic,
  type Place,
  placeOf,
  stateOf,
  type TaskFacts,
  type TopicFacts,
  topicView,
} from './state';
import type { Warm } from './warm';

/** The document `topic.<topic>`: what pages read, and what it is worked out from. */
export interface TopicDocument extends TopicView {
  v: 1;
  facts: TopicFacts;
}

/** Where tasks are kept; of live state, only what following a task needs. */
export interface TaskStore {
  topic(name: string): LiveDocument<TopicDocument>;
  queue(sid: string): Pick<LiveMap<QueueItem>, 'create' | 'overwrite' | 'remove'>;
  /** What this instance knows of topics. */
  warm: Warm<TopicDocument>;
  deadline: Deadline;
  /** Lets somebody else go first after a collision. */
  stepBack(attempt: number): Promise<void>;
}

/** What became of an event. */
export type Followed = { state: TopicState } | { ignored: string };

/** A task that is heard of no more is forgotten: TaskRouter's longest-lived tasks end after 1000 h. Seconds. */
const LIVE_TTL = 1000 * 3600;
/** An ended task stays known until its late events have come: Twilio delivers again within minutes. Seconds. */
const TOMBSTONE_TTL = 3600;
const ATTEMPTS = 8;

/**
 * Puts a task's item in its place. One request when `known` is right about whether there is one. False: there is one
 * although nothing was thought to be known of the task (`isNew`), and it was left as it is.
 */
async function put(
  store: TaskStore,
  task: string,
  { queue, item }: Place,
  { known, isNew }: { known: boolean; isNew: boolean },
): Promise<boolean> {
  const map = store.queue(queue);
  const change = () => map.overwrite(task, item, LIVE_TTL);
  if (known && (await change())) return true;
  if ((await map.create(task, item, LIVE_TTL)) !== undefined) return true;
  if (isNew) return false;
  await change();
  return true;
}

/** What an event tells of a task, and of which. */
export interface TaskNews {
  topic: string;
  task: string;
  facts: TaskFacts;
  /** The event is of the kind that comes first, so that most likely nothing is known of the task. */
  isFirst?: boolean;
  /** Queues in which another delivery of the same news may have left the item, when it failed half-way. */
  queues?: readonly string[];
}

const queuesOf = ({ facts, queues = [] }: TaskNews): readonly string[] =>
  facts.queue === undefined ? queues : [...queues, facts.queue[2]];

/** What two events tell of the same task, as if it were one. */
export function joinNews(a: TaskNews, b: TaskNews): TaskNews {
  return {
    topic: a.topic,
    task: a.task,
    facts: joinTask(a.facts, b.facts),
    isFirst: a.isFirst === true || b.isFirst === true,
    queues: [...new Set([...queuesOf(a), ...queuesOf(b)])],
  };
}

/**
 * Adds what an event tells of a task to the topic, and brings the task's item into line. Two requests when this instance
 * knows the topic from its last event or the event is a task's first one, else three, whatever the length of the queue:
 * read the topic, write the item, write the topic. One more when the task is the first in a queue or has moved there.
 *
 * The item is written before the topic, and the topic only if it is still as it was read (or remembered, or thought to
 * be absent). So whoever wrote an item from facts that were overtaken meanwhile finds the topic changed, and writes the
 * item again from the newer facts. A memory that is out of date is no different from a read that was overtaken: it costs
 * requests, never truth. When somebody fails half-way, the next delivery does everything again. That is why nothing is
 * left out for an event that seems to be known: a later one may have settled what it tells, while a delivery of it that
 * failed left the item wrong.
 */
export async function followTask(store: TaskStore, news: TaskNews): Promise<Followed> {
  const { topic, task, facts } = news;
  const document = store.topic(topic);
  /** Queues in which this very event has written or removed the item. */
  const touched = new Set<string>();
  const remembered = store.warm.get(topic);
  let isGuess = remembered !== undefined || news.isFirst === true;
  for (let attempt = 0; attempt < ATTEMPTS && store.deadline.remaining() > 0; attempt += 1) {
    const read = isGuess ? remembered : await document.get();
    const before = read?.data.facts ?? {};
    const after = joinTopic(before, task, facts);
    const now = after[task];
    if (now === undefined && !isGuess) return { ignored: 'The topic has newer tasks.' };
    if (now === undefined) {
      isGuess = false;
      continue;
    }

    const was = placeOf(topic, before[task]);
    const place = placeOf(topic, now);
    // The event's own queue too: a delivery of it that failed half-way may have written there.
    const leave = new Set([...touched, was?.queue, now.queue?.[2], ...queuesOf(news)]);
    leave.delete(place?.queue);
    const overtaken = touched.size > 0;
    for (const queue of leave) {
      if (queue === undefined) continue;
      touched.add(queue);
      await store.queue(queue).remove(task);
    }
    if (place !== undefined) {
      touched.add(place.queue);
      const known = was?.queue === place.queue || overtaken;
      const isNew = isGuess && read === undefined;
      if (!(await put(store, task, place, { known, isNew }))) {
        isGuess = false;
        continue;
      }
    }

    const written = await commit(document, read?.revision, after);
    if (written !== undefined) {
      store.warm.set(topic, written);
      return { state: stateOf(now) };
    }
    store.warm.delete(topic);
    // Who guessed wrong has not met anybody.
    if (!isGuess) await store.stepBack(attempt);
    isGuess = false;
  }
  throw new Contention(`the topic of ${task} changed faster than it could be written`);
}

/** undefined: the topic is no longer as it was. */
async function commit(
  document: LiveDocument<TopicDocument>,
  revision: string | undefined,
  facts: TopicFacts,
): Promise<Versioned<TopicDocument> | undefined> {
  const view = topicView(facts);
  if (view === undefined) throw new Error('An event told nothing of any task');
  const data: TopicDocument = { v: 1, ...view, facts };
  const ttl = view.state === 'completed' ? TOMBSTONE_TTL : LIVE_TTL;
  return revision === undefined ? document.create(data, ttl) : document.replace(data, revision, ttl);
}
