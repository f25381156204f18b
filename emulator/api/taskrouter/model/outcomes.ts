import type { Reservation, Task, TaskStatus } from '../entities';
import { invalid } from '../errors';
import { LIMITS } from '../limits';
import { demandStatus, isSingleTask, settle } from './reservations';
import type { Room } from './room';
import { offer, route } from './routing';
import { closeReservations, emitTask, finish, removeTask, stopWaiting } from './task-changes';
import { moveWorker } from './workers';

/** Every way in which a reservation or a task can go on. What no longer fits throws 400/20001 and changes nothing. */
export class Outcomes {
  constructor(private readonly room: Room) {}

  /** The first worker to accept has the task; others that were asked at the same time are rescinded. */
  accept(sid: string): Reservation {
    const { tables } = this.room;
    const reservation = this.#demand(sid, 'accepted', ['pending']);
    const task = tables.tasks.need(reservation.taskSid);
    stopWaiting(this.room, task.sid);
    tables.tasks.change(task.sid, { status: 'assigned' });
    const accepted = settle(this.room, sid, 'accepted');
    const others = tables.reservationsOf(task).filter(({ status }) => status === 'pending');
    for (const other of others) settle(this.room, other.sid, 'rescinded');
    if (isSingleTask(this.room, task))
      this.moveWorker(reservation.workerSid, tables.queues.get(task.taskQueueSid)?.assignmentActivitySid);
    this.#offerTo(others.map(({ workerSid }) => workerSid));
    return accepted;
  }

  /** The worker does not want it; `activitySid` says what the worker does instead. */
  reject(sid: string, activitySid?: string): Reservation {
    this.#demand(sid, 'rejected', ['pending']);
    return this.#letGo(sid, 'rejected', activitySid);
  }

  /** The offer is taken back (the call to the worker failed, say); the task goes on. */
  cancelReservation(sid: string): Reservation {
    this.#demand(sid, 'canceled', ['pending']);
    return this.#letGo(sid, 'canceled', undefined);
  }

  /** Nobody answered in time: the worker is set aside, in the workspace's timeout activity. */
  expire(sid: string): void {
    const { tables } = this.room;
    const reservation = tables.reservations.get(sid);
    if (reservation?.status !== 'pending') return;
    const { timeoutActivitySid } = tables.workspaces.need(reservation.workspaceSid);
    this.#letGo(sid, 'timeout', timeoutActivitySid);
  }

  wrapUpReservation(sid: string): Reservation {
    const { taskSid } = this.#demand(sid, 'wrapping', ['accepted']);
    this.wrapUp(taskSid, null);
    return this.room.tables.reservations.need(sid);
  }

  completeReservation(sid: string): Reservation {
    const { taskSid } = this.#demand(sid, 'completed', ['accepted', 'wrapping']);
    this.complete(taskSid, 'All reservations were completed');
    return this.room.tables.reservations.need(sid);
  }

  wrapUp(sid: string, reason: string | null): Task {
    const { tables } = this.room;
    this.#demandTask(sid, 'wrap up', ['assigned'], 'it is not currently assigned');
    const task = tables.tasks.change(sid, { status: 'wrapping', reason });
    for (const one of tables.reservationsOf(task))
      if (one.status === 'accepted') settle(this.room, one.sid, 'wrapping');
    emitTask(this.room, task, 'task.wrapup', 'is being wrapped up');
    return task;
  }

  complete(sid: string, reason: string | null): Task {
    this.#demandTask(sid, 'complete', ['assigned', 'wrapping'], 'it is not currently assigned');
    return this.#end(sid, 'completed', reason);
  }

  cancel(sid: string, reason: string | null): Task {
    this.#demandTask(sid, 'cancel', ['pending', 'reserved'], 'it is not pending or reserved');
    return this.#end(sid, 'canceled', reason);
  }

  delete(sid: string): void {
    const { tables } = this.room;
    const task = tables.tasks.need(sid);
    const workers = closeReservations(this.room, task, 'canceled');
    emitTask(this.room, task, 'task.deleted', 'deleted');
    removeTask(this.room, sid);
    this.#offerTo(workers);
  }

  /** Puts a worker into an activity and offers it what waits, if it is now free. */
  moveWorker(workerSid: string, activitySid: string | null | undefined): void {
    moveWorker(this.room, workerSid, activitySid);
    offer(this.room, workerSid);
  }

  #end(sid: string, status: 'completed' | 'canceled', reason: string | null): Task {
    this.#offerTo(finish(this.room, sid, status, reason));
    return this.room.tables.tasks.need(sid);
  }

  #letGo(
    sid: string,
    status: 'rejected' | 'timeout' | 'canceled',
    activitySid: string | undefined,
  ): Reservation {
    const { tables, kernel } = this.room;
    const { taskSid, workerSid } = tables.reservations.need(sid);
    const task = tables.tasks.need(taskSid);
    const isLast = !tables.reservationsOf(task).some((one) => one.sid !== sid && one.status === 'pending');
    if (isLast && task.status === 'reserved') tables.tasks.change(taskSid, { status: 'pending' });
    const notBefore = { ...task.notBefore, [workerSid]: kernel.clock.now() + LIMITS.offerAgain * 1000 };
    tables.tasks.note(taskSid, { notBefore });
    const settled = settle(this.room, sid, status);
    moveWorker(this.room, workerSid, activitySid);
    route(this.room, taskSid);
    offer(this.room, workerSid);
    return settled;
  }

  #offerTo(workers: string[]): void {
    for (const sid of workers) offer(this.room, sid);
  }

  #demand(sid: string, wanted: Reservation['status'], from: Reservation['status'][]): Reservation {
    const reservation = this.room.tables.reservations.need(sid);
    demandStatus(reservation, wanted, from);
    return reservation;
  }

  #demandTask(sid: string, verb: string, from: TaskStatus[], why: string): void {
    const task = this.room.tables.tasks.need(sid);
    if (from.includes(task.status)) return;
    throw invalid(
      `Cannot ${verb} task ${sid} in workspace ${task.workspaceSid} for account ${this.room.kernel.account.sid} because ${why}.`,
    );
  }
}
