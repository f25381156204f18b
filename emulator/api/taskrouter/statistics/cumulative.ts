import { iso, type RestRequest } from '../../rest';
import type { TaskRouterEvent } from '../entities';
import { invalid } from '../errors';
import type { Room } from '../model/room';
import type { Window } from './window';

/** Whose statistics: of a workspace everything, else what names this queue, workflow or worker. */
export interface Of {
  workspaceSid: string;
  field?: 'TaskQueueSid' | 'WorkflowSid' | 'WorkerSid';
  sid?: string;
  /** SID or unique name. */
  taskChannel?: string | undefined;
}

const RESERVATIONS = {
  reservations_created: 'created',
  reservations_accepted: 'accepted',
  reservations_rejected: 'rejected',
  reservations_timed_out: 'timeout',
  reservations_canceled: 'canceled',
  reservations_rescinded: 'rescinded',
};

export function eventsOf(room: Room, of: Of, { start, end }: Window): TaskRouterEvent[] {
  return room.tables.events
    .list(of.workspaceSid)
    .filter(({ dateCreated }) => dateCreated >= start && dateCreated <= end)
    .filter(({ fields }) => of.field === undefined || fields[of.field] === of.sid)
    .filter(
      ({ fields }) =>
        of.taskChannel === undefined ||
        [fields.TaskChannelSid, fields.TaskChannelUniqueName].includes(of.taskChannel),
    );
}

export const times = ({ start, end }: Window) => ({ start_time: iso(start), end_time: iso(end) });

/** How many reservations came to what. */
export function reservationCounts(events: TaskRouterEvent[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(RESERVATIONS).map(([name, type]) => [name, count(events, `reservation.${type}`)]),
  );
}

const count = (events: TaskRouterEvent[], type: string): number =>
  events.filter(({ eventType }) => eventType === type).length;

/** What happened to tasks. https://www.twilio.com/docs/taskrouter/api/taskqueue-statistics */
export function taskFigures(events: TaskRouterEvent[], request: RestRequest): Record<string, unknown> {
  const accepted = ages(events, 'reservation.accepted');
  const canceled = ages(events, 'task.canceled');
  const inQueue = events
    .filter(({ eventType }) => eventType === 'reservation.accepted')
    .map(({ dateCreated, fields }) =>
      Math.max(0, Math.floor(dateCreated / 1000) - Number(fields.TaskQueueEnteredDate ?? 0)),
    );
  return {
    ...reservationCounts(events),
    avg_task_acceptance_time: spread(accepted).avg,
    wait_duration_until_accepted: spread(accepted),
    wait_duration_until_canceled: spread(canceled),
    wait_duration_in_queue_until_accepted: spread(inQueue),
    split_by_wait_time: split(request.query.get('SplitByWaitTime'), accepted, canceled),
    tasks_created: count(events, 'task.created'),
    tasks_entered: count(events, 'task-queue.entered'),
    tasks_moved: count(events, 'task-queue.moved'),
    tasks_canceled: count(events, 'task.canceled'),
    tasks_completed: count(events, 'task.completed'),
    tasks_deleted: count(events, 'task.deleted'),
    tasks_timed_out_in_workflow: count(events, 'workflow.timeout'),
  };
}

/** Seconds that tasks had waited when this happened to them. */
const ages = (events: TaskRouterEvent[], type: string): number[] =>
  events.filter(({ eventType }) => eventType === type).map(({ fields }) => Number(fields.TaskAge ?? 0));

export function spread(values: number[]): { avg: number; min: number; max: number; total: number } {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (values.length === 0) return { avg: 0, min: 0, max: 0, total };
  return {
    avg: Math.floor(total / values.length),
    min: Math.min(...values),
    max: Math.max(...values),
    total,
  };
}

function split(seconds: string | undefined, accepted: number[], canceled: number[]): Record<string, unknown> {
  if (seconds === undefined || seconds === '') return {};
  const steps = seconds.split(',').map((text) => {
    if (!/^\s*\d+\s*$/.test(text)) throw invalid('SplitByWaitTime must be a list of whole seconds');
    return Number(text);
  });
  const side = (test: (wait: number) => boolean) => ({
    tasks_canceled: canceled.filter(test).length,
    reservations_accepted: accepted.filter(test).length,
  });
  return Object.fromEntries(
    steps.map((step) => [
      String(step),
      { above: side((wait) => wait > step), below: side((wait) => wait <= step) },
    ]),
  );
}

/** How long workers were in each activity, in seconds, as far as they have left it or are still in it. */
export function activityDurations(room: Room, of: Of, { start, end }: Window, events: TaskRouterEvent[]) {
  const spent = new Map<string, number[]>();
  const add = (sid: string | undefined, from: number, to: number) => {
    if (sid === undefined || to <= from) return;
    spent.set(sid, [...(spent.get(sid) ?? []), Math.floor((to - from) / 1000)]);
  };
  for (const { eventType, fields, dateCreated } of events) {
    if (eventType !== 'worker.activity.update') continue;
    const since = dateCreated - Number(fields.WorkerTimeInPreviousActivityMs ?? 0);
    add(fields.WorkerPreviousActivitySid, Math.max(start, since), dateCreated);
  }
  for (const worker of room.tables.workers.list(of.workspaceSid))
    if (of.sid === undefined || of.sid === worker.sid)
      add(worker.activitySid, Math.max(start, worker.dateStatusChanged), end);
  return room.tables.activities.list(of.workspaceSid).map(({ sid, friendlyName }) => ({
    sid,
    friendly_name: friendlyName,
    ...spread(spent.get(sid) ?? []),
  }));
}
