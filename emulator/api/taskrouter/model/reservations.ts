import { OPEN, type Reservation, type ReservationStatus, type Task, type Worker } from '../entities';
import { invalid } from '../errors';
import type { Room } from './room';
import { moveWorker } from './workers';

/** Statuses as event types name them. https://www.twilio.com/docs/taskrouter/api/event/reference */
const EVENT_NAMES: Record<ReservationStatus, string> = {
  pending: 'created',
  accepted: 'accepted',
  rejected: 'rejected',
  timeout: 'timeout',
  canceled: 'canceled',
  rescinded: 'rescinded',
  wrapping: 'wrapup',
  completed: 'completed',
};

/** Offers a task to a worker. */
export function reserve(room: Room, task: Task, worker: Worker): Reservation {
  const { tables, kernel } = room;
  const timeout = tables.workflows.get(task.workflowSid)?.taskReservationTimeout ?? 120;
  const reservation = tables.reservations.add(task.workspaceSid, {
    taskSid: task.sid,
    workerSid: worker.sid,
    taskQueueSid: task.taskQueueSid,
    status: 'pending',
    deadline: kernel.clock.now() + timeout * 1000,
  });
  const reservations = [...task.reservations, reservation.sid];
  if (task.status === 'pending') tables.tasks.change(task.sid, { status: 'reserved', reservations });
  else tables.tasks.note(task.sid, { reservations });
  tables.workers.note(worker.sid, { open: { ...worker.open, [reservation.sid]: task.taskChannelSid } });
  if (isSingleTask(room, task))
    moveWorker(room, worker.sid, tables.queues.get(task.taskQueueSid)?.reservationActivitySid);
  emitReservation(room, reservation);
  room.reserved(reservation);
  return reservation;
}

/** Without multitasking a queue's own activities show that its workers are busy. */
export const isSingleTask = (room: Room, task: Task): boolean =>
  !room.tables.workspaces.need(task.workspaceSid).multiTaskEnabled;

/** Whether the reservation has one of these statuses, or 400 in Twilio's words. */
export function demandStatus(reservation: Reservation, wanted: ReservationStatus, from: ReservationStatus[]) {
  if (from.includes(reservation.status)) return;
  throw invalid(
    `Reservation ${reservation.sid} is already in state [${reservation.status}] and cannot be updated to [${wanted}]`,
  );
}

/** Gives a reservation its new status and says so; the worker is free when that ends it. */
export function settle(room: Room, sid: string, status: ReservationStatus): Reservation {
  const { tables, deadlines, kernel } = room;
  const reservation = tables.reservations.change(sid, { status });
  if (status !== 'pending') deadlines.forget(`reservation:${sid}`);
  const worker = tables.workers.get(reservation.workerSid);
  if (worker && !OPEN.includes(status)) {
    const open = Object.fromEntries(Object.entries(worker.open).filter(([key]) => key !== sid));
    const isIdle = Object.keys(open).length === 0;
    tables.workers.note(worker.sid, { open, ...(isIdle ? { idleSince: kernel.clock.now() } : {}) });
  }
  emitReservation(room, reservation);
  return reservation;
}

function emitReservation(room: Room, reservation: Reservation): void {
  const { tables } = room;
  const task = tables.tasks.need(reservation.taskSid);
  const worker = tables.workers.get(reservation.workerSid);
  const name = EVENT_NAMES[reservation.status];
  const who = worker?.friendlyName ?? reservation.workerSid;
  room.events.emit(reservation.workspaceSid, {
    type: `reservation.${name}`,
    description: `Reservation ${reservation.sid} of task ${task.sid} for ${who} ${name}`,
    resource: { type: 'reservation', sid: reservation.sid },
    task,
    reservation,
    ...(worker ? { worker } : {}),
    more: { ReservationVersion: String(reservation.version) },
  });
}
