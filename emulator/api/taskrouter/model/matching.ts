import type { Task, TaskQueue, Worker } from '../entities';
import { lookUp, matches } from '../expression';
import { readConfiguration, type Target } from './configuration';
import type { Room } from './room';
import { taskScope, workerScope } from './scopes';

/** The routing step a task is at, or undefined when it has none (routed directly, or its workflow has changed). */
export function targetOf(room: Room, task: Task): Target | undefined {
  const workflow = room.tables.workflows.get(task.workflowSid);
  if (!workflow || !task.step) return undefined;
  const { filters } = readConfiguration(workflow.configuration);
  return filters[task.step.filter]?.targets[task.step.target];
}

const scopeOf = (room: Room, worker: Worker) =>
  workerScope(worker, room.tables.activities.need(worker.activitySid));

export const isInQueue = (room: Room, worker: Worker, queue: TaskQueue): boolean =>
  worker.workspaceSid === queue.workspaceSid && matches(queue.targetWorkers, scopeOf(room, worker));

export const workersIn = (room: Room, queue: TaskQueue): Worker[] =>
  room.tables.workers.list(queue.workspaceSid).filter((worker) => isInQueue(room, worker, queue));

/** How many more tasks of a channel a worker can have. */
export function freeCapacity(room: Room, worker: Worker, taskChannelSid: string): number {
  const { tables } = room;
  const channel = tables.workerChannels.get(worker.channels[taskChannelSid]);
  if (!channel?.available) return 0;
  const open = Object.values(worker.open);
  if (!tables.workspaces.need(worker.workspaceSid).multiTaskEnabled)
    return open.length === 0 && channel.capacity > 0 ? 1 : 0;
  return channel.capacity - open.filter((sid) => sid === taskChannelSid).length;
}

/**
 * Whether the worker may be offered the task just now, wherever the task is routed to. One that ignores capacity asks for
 * no availability either. https://www.twilio.com/docs/taskrouter/api/task (IgnoreCapacity)
 */
function isFree(room: Room, task: Task, worker: Worker): boolean {
  const { tables, kernel } = room;
  if (!task.ignoreCapacity && !tables.isAvailable(worker)) return false;
  if ((task.notBefore[worker.sid] ?? 0) > kernel.clock.now()) return false;
  if (task.reservations.some((sid) => sid in worker.open)) return false;
  return task.ignoreCapacity || freeCapacity(room, worker, task.taskChannelSid) > 0;
}

function isTarget(room: Room, task: Task, worker: Worker, target: Target | undefined): boolean {
  if (!target) return true;
  if (target.knownWorker) {
    const wanted = lookUp(taskScope(task), target.knownWorker.path);
    if (wanted !== worker[target.knownWorker.by]) return false;
  }
  if (target.expression === undefined) return true;
  return matches(target.expression, { task: taskScope(task), worker: scopeOf(room, worker).worker });
}

/** A check of many tasks against one worker, which asks each queue only once. */
export function matcherFor(room: Room, worker: Worker): (task: Task) => boolean {
  const inQueue = new Map<string, boolean>();
  return (task) => {
    if (!isFree(room, task, worker)) return false;
    if (task.routingTarget?.startsWith('WK')) return task.routingTarget === worker.sid;
    const queue = room.tables.queues.get(task.taskQueueSid);
    if (!queue || placesLeft(room, task) < 1) return false;
    const known = inQueue.get(queue.sid) ?? isInQueue(room, worker, queue);
    inQueue.set(queue.sid, known);
    return known && isTarget(room, task, worker, targetOf(room, task));
  };
}

/** How many more workers may be asked at the same time. */
export function placesLeft(room: Room, task: Task): number {
  const most = room.tables.queues.get(task.taskQueueSid)?.maxReservedWorkers ?? 1;
  return most - room.tables.reservationsOf(task).filter(({ status }) => status === 'pending').length;
}

/** Who can have the task, first who shall be asked first: by the target's order, then whoever has waited longest. */
export function candidates(room: Room, task: Task): Worker[] {
  const orderBy = targetOf(room, task)?.orderBy ?? [];
  const found = room.tables.workers
    .list(task.workspaceSid)
    .filter((worker) => matcherFor(room, worker)(task));
  return found.sort((a, b) => {
    for (const { path, descending } of orderBy) {
      const difference = rank(room, a, path) - rank(room, b, path);
      if (difference !== 0 && !Number.isNaN(difference)) return descending ? -difference : difference;
    }
    return a.idleSince - b.idleSince;
  });
}

/** Only numbers have an order; whoever lacks the attribute counts as 0. */
function rank(room: Room, worker: Worker, path: string[]): number {
  const value = lookUp(scopeOf(room, worker).worker, path);
  return typeof value === 'number' ? value : 0;
}

/** Which of two waiting tasks a free worker gets: by priority, then as their queues say. For `sort`. */
export function byTurn(room: Room): (a: Task, b: Task) => number {
  const orderOf = (task: Task) => room.tables.queues.get(task.taskQueueSid)?.taskOrder ?? 'FIFO';
  return (a, b) => {
    if (a.priority !== b.priority) return b.priority - a.priority;
    const [first, second] = [orderOf(a), orderOf(b)];
    const age = a.virtualStartTime - b.virtualStartTime;
    if (first === second) return first === 'FIFO' ? age : -age;
    return first === room.tables.workspaces.need(a.workspaceSid).prioritizeQueueOrder ? -1 : 1;
  };
}
