import { type WorkerAbout, whyIn } from '../../workers';
import type { WorkerView } from '../contract';
import { compact, type Latest, latest, type Stamp } from './stamp';

/** What is known of one worker. Every field is decided by the latest event that tells of it. */
export interface WorkerFacts {
  name?: Latest<string>;
  /** Told by the events that begin an activity, so its time is since when. */
  activity?: Latest<string>;
  /** From the attributes; every event of a worker has all of them. */
  about?: Latest<WorkerAbout>;
  /** The worker was deleted. A SID is never used again. */
  gone?: Stamp;
}

/** Adds up what is known of a worker: commutative, associative, idempotent. */
export const joinWorker = (a: WorkerFacts, b: WorkerFacts): WorkerFacts =>
  compact<WorkerFacts>({
    name: latest(a.name, b.name),
    activity: latest(a.activity, b.activity),
    about: latest(a.about, b.about),
    gone: latest(a.gone, b.gone),
  });

/** A worker as pages see it. */
export function workerView({ name, activity, about, gone }: WorkerFacts): WorkerView {
  const { chosen, reason, ...shown } = about?.[2] ?? {};
  return compact<WorkerView>({
    name: name?.[2],
    activity: activity?.[2],
    since: activity?.[0],
    ...shown,
    ...(activity === undefined || about === undefined ? {} : whyIn(activity[2], about[2])),
    gone: gone === undefined ? undefined : true,
  });
}
