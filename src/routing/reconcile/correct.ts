import type { Deps } from '../../endpoint';
import type { QueueItem } from '../contract';
import { followTask } from '../follow-task';
import { joinTopic, placeOf, type Stamp, topicView } from '../state';
import { storeOf } from '../store';
import { factsOf, itemOf, type Truth, truthNow } from './truth';

/** One thing that was not as TaskRouter has it. */
export interface Correction {
  /** The task, or the worker. */
  task: string;
  was: string;
  is: string;
}

/** In a word or two, for the report. */
export const inWords = (item: QueueItem | undefined): string =>
  item === undefined ? 'missing' : item.worker === undefined ? item.state : `${item.state} to ${item.worker}`;

export const sameItem = (a: QueueItem | undefined, b: QueueItem): boolean =>
  a !== undefined &&
  a.state === b.state &&
  a.topic === b.topic &&
  a.priority === b.priority &&
  // TaskRouter tells when a task was made to the second.
  Math.floor(a.since / 1000) === Math.floor(b.since / 1000) &&
  a.worker === b.worker;

/**
 * Brings a task that goes on into line. What TaskRouter told is added to what events told, so an event that comes
 * meanwhile counts as ever. Only where that does not give the truth (a wrong end never goes away by adding) is the
 * topic written anew, after TaskRouter was asked once more.
 */
export async function correct(deps: Deps, workspace: string, truth: Truth, stamp: Stamp): Promise<void> {
  const store = storeOf(deps);
  const { task, topic } = truth;
  const document = store.topic(topic);
  const read = await document.get();
  const known = read?.data.facts ?? {};
  const facts = factsOf(truth, known[task], stamp);
  const place = placeOf(topic, joinTopic(known, task, facts)[task]);
  const isNewer = (known[task]?.last ?? 0) >= stamp[0];
  if (read !== undefined && !isNewer && !(place !== undefined && sameItem(place.item, itemOf(truth)))) {
    const now = await truthNow(deps, workspace, task);
    if (now === undefined) return correctEnded(deps, topic, task, stamp);
    const { [task]: _wrong, ...others } = known;
    const anew = joinTopic(others, task, factsOf(now, undefined, stamp));
    const view = topicView(anew);
    if (view !== undefined) await document.replace({ v: 1, ...view, facts: anew }, read.revision);
    store.warm.delete(topic);
  }
  await followTask(store, { topic, task, facts });
}

/** Of a task that TaskRouter says has ended. */
export async function correctEnded(deps: Deps, topic: string, task: string, stamp: Stamp): Promise<void> {
  const end = [...stamp, 'task.completed'] as const;
  await followTask(storeOf(deps), { topic, task, facts: { since: stamp[0], last: stamp[0], end } });
}
