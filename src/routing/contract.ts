/** Where a task is, in the words of a page. */
export type TopicState = 'waiting' | 'assigned' | 'completed';

/** What a page may rely on in the Sync document `topic.<topic>`; the rest of it is how the functions add events up. */
export interface TopicView {
  state: TopicState;
  /** The task it is about, `WT…`. */
  task: string;
  /** The task queue, `WQ…`, once it is known. */
  queue?: string;
  /** While assigned: the worker, `WK…`, and the reservation, `WR…`. */
  worker?: string;
  reservation?: string;
  /** When completed: the event that said so, like `task.canceled`. */
  why?: string;
  /** When the task was made, as far as is known. ISO 8601. */
  since: string;
  /** The latest event that counted. ISO 8601. */
  updated: string;
}

/** A task that waits or is assigned: item of the map `queue.<taskQueueSid>`, by the task's SID. */
export interface QueueItem {
  v: 1;
  state: 'waiting' | 'assigned';
  topic: string;
  /** Higher ones are served first. https://www.twilio.com/docs/taskrouter/api/task */
  priority: number;
  /** When the task was made. Milliseconds since the epoch. */
  since: number;
  /** While assigned. */
  worker?: string;
}

/** A worker: item of the map `workers`, by the worker's SID. */
export interface WorkerView {
  name?: string;
  activity?: string;
  /** In that activity since. Milliseconds since the epoch. */
  since?: number;
  /** The worker was deleted; the item goes away by itself. */
  gone?: true;
}
