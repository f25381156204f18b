import type { TaskRouter } from '../../api/taskrouter';
import { LIMITS } from '../../api/taskrouter/limits';
import { updateTask } from '../../api/taskrouter/model/tasks';

/** A task for a call that enters a queue. */
export interface CallTask {
  workflowSid: string;
  attributes: Record<string, unknown>;
  priority?: number | undefined;
  /** Seconds. */
  timeout?: number | undefined;
}

/** A pending reservation, for whoever takes its call out of the queue. */
export interface CallOffer {
  taskSid: string;
  accept(): void;
  /** The conversation is over: the worker goes to `activitySid`, if there is one, and the task is complete. */
  end(activitySid: string | undefined): void;
}

/** What queued calls need of TaskRouter. */
export interface CallTasks {
  /** Makes a task and returns its SID. Throws a `TwilioError` when there is no such workflow. */
  create(task: CallTask): string;
  /** Whether the task still waits for somebody to accept it. */
  waits(taskSid: string): boolean;
  /** Cancels a task that still waits; one that was accepted stays as it is. */
  cancel(taskSid: string, reason: string): void;
  /** Undefined when there is no such reservation, or it is not pending. */
  offer(reservationSid: string): CallOffer | undefined;
  hasActivity(sid: string): boolean;
  /** Adds attributes to a task; nothing for one that is gone. */
  note(taskSid: string, attributes: Record<string, unknown>): void;
}

/** The most bytes of a task's attributes. */
export const LARGEST_ATTRIBUTES = LIMITS.attributesBytes;

/** Queued calls as tasks of TaskRouter. https://www.twilio.com/docs/taskrouter/twiml-queue-calls */
export function callTasks(router: TaskRouter): CallTasks {
  const { room } = router.model;
  const waits = (taskSid: string): boolean => {
    const status = room.tables.tasks.get(taskSid)?.status;
    return status === 'pending' || status === 'reserved';
  };
  return {
    create: ({ workflowSid, attributes, priority, timeout }) =>
      router.enqueue({
        workflowSid,
        attributes,
        ...(priority === undefined ? {} : { priority }),
        ...(timeout === undefined ? {} : { timeout }),
      }).sid,
    waits,
    cancel: (taskSid, reason) => {
      if (waits(taskSid)) router.leave(taskSid, reason);
    },
    offer: (reservationSid) => {
      const { outcomes } = router.model;
      const reservation = room.tables.reservations.get(reservationSid);
      if (reservation?.status !== 'pending') return undefined;
      const { taskSid, workerSid } = reservation;
      return {
        taskSid,
        accept: () => void outcomes.accept(reservationSid),
        end: (activitySid) => {
          outcomes.moveWorker(workerSid, activitySid);
          // The application may have ended it already.
          if (room.tables.tasks.get(taskSid)?.status === 'assigned') outcomes.complete(taskSid, 'hangup');
        },
      };
    },
    hasActivity: (sid) => room.tables.activities.get(sid) !== undefined,
    note: (taskSid, attributes) => {
      const task = room.tables.tasks.get(taskSid);
      if (!task) return;
      const before = JSON.parse(task.attributes) as Record<string, unknown>;
      updateTask(room, taskSid, { attributes: JSON.stringify({ ...before, ...attributes }) });
    },
  };
}
