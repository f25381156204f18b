import type { Activity, Task, Worker } from '../entities';
import type { Scope } from '../expression';

/** Resources are replaced, never changed, so what was read from one stays true for it. */
const ofTask = new WeakMap<Task, Scope>();
const ofWorker = new WeakMap<Worker, { activity: Activity; scope: Scope }>();

/** What a workflow's filter sees: the task's attributes. */
export function taskScope(task: Task): Scope {
  const known = ofTask.get(task);
  if (known) return known;
  const scope = JSON.parse(task.attributes) as Scope;
  ofTask.set(task, scope);
  return scope;
}

/**
 * What a task queue's expression sees: the worker's attributes, and its activity as `worker.activity_name`.
 * https://www.twilio.com/docs/taskrouter/activity-based-routing
 */
export function workerScope(worker: Worker, activity: Activity): Scope {
  const known = ofWorker.get(worker);
  if (known?.activity === activity) return known.scope;
  const attributes = JSON.parse(worker.attributes) as Scope;
  const own = {
    ...attributes,
    sid: worker.sid,
    friendly_name: worker.friendlyName,
    activity_name: activity.friendlyName,
    activity_sid: activity.sid,
  };
  const scope = { ...attributes, worker: own };
  ofWorker.set(worker, { activity, scope });
  return scope;
}
