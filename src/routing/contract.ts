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
  /** Agent id of the person. */
  agent?: string;
  /** Where calls ring. */
  device?: 'phone' | 'browser';
  /** What the person gave as the reason for the activity. */
  reason?: string;
  /** Why they are in the activity without having chosen it: a call that was offered to them was not taken. */
  why?: 'unanswered';
  /** The activity that they have chosen for after their call. */
  next?: string;
  skills?: string[];
  languages?: string[];
  /** The task they hold, `WT…`. */
  task?: string;
  /** The note that is still to be written: the call's id, its task, and until when (milliseconds since the epoch). */
  afterCall?: { call: string; task: string; until: number };
  /** The worker was deleted; the item goes away by itself. */
  gone?: true;
}

/** The Sync document `queue-status`: how the floor is doing. Bounded, however long the queues are. */
export interface QueueStatus {
  v: 1;
  /** The first five of those who wait, by priority, then age; `counts.waiting` tells how many there are. */
  pendingTasks: { task: string; queue: string; priority: number; since: number }[];
  /** Five workers in one of ELIGIBLE_ACTIVITIES, in no order; `counts.eligible` tells how many there are. */
  eligibleTellers: { worker: string; name: string; activity: string }[];
  counts: {
    waiting: number;
    assigned: number;
    eligible: number;
    /** Workers by activity. */
    workers: Record<string, number>;
    /** By task queue, at most 50: how many wait, and since when the oldest does. */
    queues: Record<string, { waiting: number; oldest?: number }>;
  };
  /** When the one who waits longest began to. Milliseconds since the epoch. */
  longestWaitSince?: number;
  /** Milliseconds since the epoch. */
  lastUpdated: number;
}
