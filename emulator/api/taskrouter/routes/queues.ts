import { created, metaPage, noContent, ok, type RestRequest, type Route } from '../../rest';
import type { TaskQueue } from '../entities';
import { checkExpression, invalid } from '../errors';
import { matches } from '../expression';
import { demand, given, readChoice, readName, readNumber } from '../input';
import { LIMITS } from '../limits';
import { readConfiguration } from '../model/configuration';
import { queueFields } from '../model/events';
import { isInQueue } from '../model/matching';
import { routeAll } from '../model/routing';
import { type Desk, inWorkspace, oneOf, workspaceOf } from './request';
import { readActivity } from './workspaces';

/** `…/TaskQueues`: https://www.twilio.com/docs/taskrouter/api/task-queue */
export function queueRoutes(desk: Desk): Route[] {
  const { room, views } = desk;
  const { queues, workflows } = room.tables;
  const emit = (queue: TaskQueue, what: string) =>
    room.events.emit(queue.workspaceSid, {
      type: `task-queue.${what}`,
      description: `TaskQueue ${queue.friendlyName} ${what}`,
      resource: { type: 'taskqueue', sid: queue.sid },
      more: queueFields(queue),
    });
  return [
    inWorkspace('POST', '/TaskQueues', (request) => {
      const { sid } = workspaceOf(desk, request);
      const friendlyName = demand(request, 'FriendlyName');
      demandNewName(desk, sid, friendlyName);
      const queue = queues.add(sid, {
        targetWorkers: '1==1',
        maxReservedWorkers: 1,
        taskOrder: 'FIFO',
        reservationActivitySid: null,
        assignmentActivitySid: null,
        ...readSettings(desk, request, sid),
        friendlyName,
      });
      emit(queue, 'created');
      return created(views.queue(queue));
    }),
    inWorkspace('GET', '/TaskQueues', (request) =>
      metaPage(request, 'task_queues', found(desk, request), views.queue),
    ),
    inWorkspace('GET', '/TaskQueues/{Sid}', (request) => ok(views.queue(oneOf(desk, request, queues)))),
    inWorkspace('POST', '/TaskQueues/{Sid}', (request) => {
      const before = oneOf(desk, request, queues);
      const settings = readSettings(desk, request, before.workspaceSid);
      if (settings.friendlyName !== undefined && settings.friendlyName !== before.friendlyName)
        demandNewName(desk, before.workspaceSid, settings.friendlyName);
      const queue = queues.change(before.sid, settings);
      if (queue.targetWorkers !== before.targetWorkers) emit(queue, 'expression.updated');
      routeAll(room, queue.workspaceSid);
      return ok(views.queue(queue));
    }),
    inWorkspace('DELETE', '/TaskQueues/{Sid}', (request) => {
      const queue = oneOf(desk, request, queues);
      const user = workflows
        .list(queue.workspaceSid)
        .find(({ configuration }) => queuesOf(configuration).includes(queue.sid));
      if (user) throw invalid(`Cannot delete task queue ${queue.sid}: workflow ${user.sid} leads to it`);
      if (room.tables.waitingIn(queue.workspaceSid).some((task) => task.taskQueueSid === queue.sid))
        throw invalid(`Cannot delete task queue ${queue.sid}: it has tasks`);
      queues.remove(queue.sid);
      emit(queue, 'deleted');
      return noContent();
    }),
  ];
}

/** The queues that a workflow's configuration names. */
export const queuesOf = (configuration: string): string[] =>
  readConfiguration(configuration).filters.flatMap(({ targets }) => targets.map(({ queue }) => queue));

function demandNewName(desk: Desk, workspaceSid: string, name: string): void {
  if (desk.room.tables.queues.list(workspaceSid).some((queue) => queue.friendlyName === name))
    throw invalid(`A task queue named ${name} already exists`);
}

function readSettings(desk: Desk, request: RestRequest, workspaceSid: string) {
  const targetWorkers = request.form.get('TargetWorkers');
  if (targetWorkers !== undefined) checkExpression('TargetWorkers', targetWorkers);
  return given({
    friendlyName: readName(request),
    targetWorkers,
    maxReservedWorkers: readNumber(request, 'MaxReservedWorkers', LIMITS.maxReservedWorkers),
    taskOrder: readChoice(request, 'TaskOrder', ['FIFO', 'LIFO'] as const),
    reservationActivitySid: readActivity(desk, request, workspaceSid, 'ReservationActivitySid'),
    assignmentActivitySid: readActivity(desk, request, workspaceSid, 'AssignmentActivitySid'),
  });
}

function found(desk: Desk, request: RestRequest): TaskQueue[] {
  const { room } = desk;
  const { sid } = workspaceOf(desk, request);
  const name = request.query.get('FriendlyName');
  const worker = room.tables.workers.get(request.query.get('WorkerSid'));
  const attributes = request.query.get('EvaluateWorkerAttributes');
  const scope = attributes === undefined ? undefined : readScope(attributes);
  return room.tables.queues
    .list(sid)
    .filter((queue) => name === undefined || queue.friendlyName === name)
    .filter((queue) => !request.query.has('WorkerSid') || (worker && isInQueue(room, worker, queue)))
    .filter((queue) => scope === undefined || matches(queue.targetWorkers, scope));
}

/** A JSON object to try expressions on; 400/20001 for anything else. */
export function readScope(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Falls through: not JSON is as wrong as JSON of another shape.
  }
  throw invalid('Attributes to evaluate must be a valid JSON object');
}
