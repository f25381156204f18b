import type { LiveDocument, LiveMap } from '../live-state';
import { Contention } from '../live-state';
import type { Deadline } from '../twilio';
import type { QueueItem, TopicState, TopicView } from './contract';
import { joinTopic, type Place, placeOf, stateOf, type TaskFacts, type TopicFacts, topicView } from './state';

/** The document `topic.<topic>`: what pages read, and what it is worked out from. */
export interface TopicDocument extends TopicView {
  v: 1;
  facts: TopicFacts;
}

/** Where tasks are kept; of live state, only what following a task needs. */
export interface TaskStore {
  topic(name: string): LiveDocument<TopicDocument>;
  queue(sid: string): Pick<LiveMap<QueueItem>, 'create' | 'overwrite' | 'remove'>;
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

/** Puts a task's item in its place. One request when `known` is right about whether there is one. */
async function put(store: TaskStore, task: string, { queue, item }: Place, known: boolean): Promise<void> {
  const map = store.queue(queue);
  const change = () => map.overwrite(task, item, LIVE_TTL);
  if (known && (await change())) return;
  if ((await map.create(task, item, LIVE_TTL)) === undefined) await change();
}

/**
 * Adds what an event tells of a task to the topic, and brings the task's item into line. Three requests, whatever the
 * length of the queue: read the topic, write the item, write the topic. One more when the task is the first in a queue
 * or has moved there.
 *
 * The item is written before the topic, and the topic only if it is still as it was read. So whoever wrote an item from
 * facts that were overtaken meanwhile finds the topic changed, and writes the item again from the newer facts. When
 * somebody fails half-way, the next delivery does everything again. That is why nothing is left out for an event that
 * seems to be known: a later one may have settled what it tells, while a delivery of it that failed left the item wrong.
 */
export async function followTask(
  store: TaskStore,
  { topic, task, facts }: { topic: string; task: string; facts: TaskFacts },
): Promise<Followed> {
  const document = store.topic(topic);
  /** Queues in which this very event has written or removed the item. */
  const touched = new Set<string>();
  for (let attempt = 0; attempt < ATTEMPTS && store.deadline.remaining() > 0; attempt += 1) {
    const read = await document.get();
    const before = read?.data.facts ?? {};
    const after = joinTopic(before, task, facts);
    const now = after[task];
    if (now === undefined) return { ignored: 'The topic has newer tasks.' };

    const was = placeOf(topic, before[task]);
    const place = placeOf(topic, now);
    // The event's own queue too: a delivery of it that failed half-way may have written there.
    const leave = new Set([...touched, was?.queue, now.queue?.[2], facts.queue?.[2]]);
    leave.delete(place?.queue);
    const overtaken = touched.size > 0;
    for (const queue of leave) {
      if (queue === undefined) continue;
      touched.add(queue);
      await store.queue(queue).remove(task);
    }
    if (place !== undefined) {
      touched.add(place.queue);
      await put(store, task, place, was?.queue === place.queue || overtaken);
    }

    if (await commit(document, read?.revision, after)) return { state: stateOf(now) };
    await store.stepBack(attempt);
  }
  throw new Contention(`the topic of ${task} changed faster than it could be written`);
}

async function commit(
  document: LiveDocument<TopicDocument>,
  revision: string | undefined,
  facts: TopicFacts,
): Promise<boolean> {
  const view = topicView(facts);
  if (view === undefined) return true;
  const data: TopicDocument = { v: 1, ...view, facts };
  const ttl = view.state === 'completed' ? TOMBSTONE_TTL : LIVE_TTL;
  const written =
    revision === undefined ? await document.create(data, ttl) : await document.replace(data, revision, ttl);
  return written !== undefined;
}
