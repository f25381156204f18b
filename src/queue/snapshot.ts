/** A task as the queue sees it. */
export interface QueuedTask {
  sid: string;
  /** Its task queue, `WQ…`. */
  queue: string;
  /** Higher ones are served first. https://www.twilio.com/docs/taskrouter/api/task */
  priority: number;
  /** What it is lined up by among those of its priority. Milliseconds since the epoch. */
  since: number;
  /** How long it had waited when it was read. Seconds, by Twilio's clock. */
  age: number;
  /** Of its attributes, as far as the list tells them. */
  callSid?: string;
  topic?: string;
}

/** What names one task. */
export type Which = { taskSid: string } | { callSid: string } | { topic: string };

/** Everybody who waits, at one moment. */
export interface Snapshot {
  /** False when there were more than were read: then those who come last are missing. */
  complete: boolean;
  /** Undefined: not among them. Of several tasks of a call or topic, the one that was lined up last. */
  find(which: Which): QueuedTask | undefined;
  /** How many wait in a queue. */
  count(queue: string): number;
  /** 1 = next. For a task that is not among them: where it would stand; undefined when that is beyond what was read. */
  positionOf(task: QueuedTask): number | undefined;
}

/** The order in which tasks are served: by priority, then by age. */
const inOrder = (a: QueuedTask, b: QueuedTask): number => b.priority - a.priority || a.since - b.since;

/** Makes tasks easy to look up. Among equals the order they come in stays, as it is TaskRouter's own. */
export function snapshotOf(tasks: QueuedTask[], complete: boolean): Snapshot {
  const queues = new Map<string, QueuedTask[]>();
  const positions = new Map<string, number>();
  const named = new Map<string, QueuedTask>();
  const keep = (key: string, task: QueuedTask) => {
    const other = named.get(key);
    if (other === undefined || other.since <= task.since) named.set(key, task);
  };
  // Pages are read one after the other, so a task that moves meanwhile may stand on two of them.
  const once = [...new Map(tasks.map((task) => [task.sid, task])).values()];
  for (const task of once.sort(inOrder)) {
    const queue = queues.get(task.queue) ?? [];
    queues.set(task.queue, queue);
    positions.set(task.sid, queue.push(task));
    keep(`task ${task.sid}`, task);
    if (task.callSid !== undefined) keep(`call ${task.callSid}`, task);
    if (task.topic !== undefined) keep(`topic ${task.topic}`, task);
  }

  const find = (which: Which): QueuedTask | undefined => {
    if ('taskSid' in which) return named.get(`task ${which.taskSid}`);
    return named.get('callSid' in which ? `call ${which.callSid}` : `topic ${which.topic}`);
  };

  function positionOf(task: QueuedTask): number | undefined {
    const known = positions.get(task.sid);
    if (known !== undefined) return known;
    const queue = queues.get(task.queue) ?? [];
    const after = queue.findIndex((other) => inOrder(other, task) > 0);
    if (after >= 0) return after + 1;
    return complete ? queue.length + 1 : undefined;
  }

  return { complete, find, count: (queue) => queues.get(queue)?.length ?? 0, positionOf };
}
