import type { Task } from '../entities';
import type { Room } from './room';
import { enterWorkflow, route } from './routing';
import { emitTask } from './task-changes';

/** What a new task is made of; all of it has been checked. */
export interface NewTask {
  /** JSON object. */
  attributes: string;
  taskChannelSid: string;
  workflowSid: string | null;
  /** A queue or a worker instead of a workflow. */
  routingTarget: string | null;
  ignoreCapacity: boolean;
  priority: number;
  /** Seconds. */
  timeout: number;
  virtualStartTime: number;
}

export type TaskChange = Partial<
  Pick<Task, 'attributes' | 'priority' | 'taskChannelSid' | 'virtualStartTime' | 'reason'>
>;

/** Makes a task, puts it on its way, and returns it as it was before anybody was offered it, as Twilio does. */
export function createTask(room: Room, workspaceSid: string, given: NewTask): Task {
  const { tables } = room;
  const queueSid = given.routingTarget?.startsWith('WQ') ? given.routingTarget : null;
  const { sid } = tables.tasks.add(workspaceSid, {
    ...given,
    status: 'pending',
    reason: null,
    taskQueueSid: queueSid,
    queueEnteredAt: queueSid === null ? null : given.virtualStartTime,
    step: null,
    reservations: [],
    notBefore: {},
  });
  tables.waiting.set(sid, workspaceSid);
  emitTask(room, tables.tasks.need(sid), 'task.created', 'created');
  if (given.workflowSid !== null) enterWorkflow(room, sid);
  const task = tables.tasks.need(sid);
  if (queueSid !== null) emitTask(room, task, 'task-queue.entered', 'entered its task queue');
  watchTimeToLive(room, task);
  route(room, sid);
  return task;
}

/** Changes what a task says; a waiting one is then tried again where it stands. */
export function updateTask(room: Room, sid: string, change: TaskChange): Task {
  const task = room.tables.tasks.change(sid, change);
  emitTask(room, task, 'task.updated', 'updated');
  route(room, sid);
  return room.tables.tasks.need(sid);
}

/** A task that nobody accepts within its timeout is canceled. */
export function watchTimeToLive(room: Room, task: Task): void {
  if (!room.tables.waiting.has(task.sid)) return;
  const at = task.dateCreated + task.timeout * 1000;
  room.deadlines.set(`ttl:${task.sid}`, at, () => room.outlived(task.sid));
}
