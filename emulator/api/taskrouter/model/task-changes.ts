import { OPEN, type Task } from '../entities';
import { LIMITS } from '../limits';
import { settle } from './reservations';
import type { Room } from './room';

export function emitTask(
  room: Room,
  task: Task,
  type: string,
  what: string,
  more: Record<string, string> = {},
): void {
  room.events.emit(task.workspaceSid, {
    type,
    description: `Task ${task.sid} ${what}`,
    resource: { type: 'task', sid: task.sid },
    task,
    more,
  });
}

/** The task no longer waits for a worker. */
export function stopWaiting(room: Room, sid: string): void {
  room.tables.waiting.delete(sid);
  for (const kind of ['step', 'offer', 'ttl']) room.deadlines.forget(`${kind}:${sid}`);
}

/** Ends a task with its reservations; it stays readable for a while. Returns the workers that were on it. */
export function finish(
  room: Room,
  sid: string,
  status: 'completed' | 'canceled',
  reason: string | null,
): string[] {
  const { tables } = room;
  stopWaiting(room, sid);
  const task = tables.tasks.change(sid, { status, reason });
  const workers = closeReservations(room, task, status);
  emitTask(room, task, `task.${status}`, `${status}${reason === null ? '' : `: ${reason}`}`);
  forgetLater(room, task);
  return workers;
}

/** Takes an ended task away when its time has come. */
export function forgetLater(room: Room, task: Task): void {
  const at = task.dateUpdated + LIMITS.finishedTask * 1000;
  room.deadlines.set(`clean:${task.sid}`, at, () => removeTask(room, task.sid));
}

/** Returns the workers whose reservations it closed. */
export function closeReservations(room: Room, task: Task, status: 'completed' | 'canceled'): string[] {
  const open = room.tables.reservationsOf(task).filter((one) => OPEN.includes(one.status));
  for (const { sid } of open) settle(room, sid, status);
  return open.map(({ workerSid }) => workerSid);
}

export function removeTask(room: Room, sid: string): void {
  const { tables, deadlines } = room;
  stopWaiting(room, sid);
  deadlines.forget(`clean:${sid}`);
  for (const reservation of tables.tasks.get(sid)?.reservations ?? [])
    tables.reservations.remove(reservation);
  tables.tasks.remove(sid);
}
