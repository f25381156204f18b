import { metaPage, noContent, notFound, type RestRequest, type Route } from '../../rest';
import type { Worker } from '../entities';
import { checkExpression, invalid } from '../errors';
import { matches } from '../expression';
import { demand, demandVersion, given, readAttributes, readBoolean, readName } from '../input';
import { isInQueue } from '../model/matching';
import { offer } from '../model/routing';
import { workerScope } from '../model/scopes';
import { emitWorker } from '../model/workers';
import { addWorkerChannel } from '../model/workspaces';
import { type Desk, inWorkspace, oneOf, versioned, workspaceOf } from './request';
import { readActivity } from './workspaces';

/** `…/Workers`: https://www.twilio.com/docs/taskrouter/api/worker */
export function workerRoutes(desk: Desk): Route[] {
  const { room, views, model } = desk;
  const { workers, channels, workerChannels, activities } = room.tables;
  return [
    inWorkspace('POST', '/Workers', (request) => {
      const workspace = workspaceOf(desk, request);
      const friendlyName = demand(request, 'FriendlyName');
      demandNewName(desk, workspace.sid, friendlyName);
      const attributes = readAttributes(request) ?? '{}';
      const activitySid = readActivity(desk, request, workspace.sid, 'ActivitySid');
      const now = room.kernel.clock.now();
      const { sid } = workers.add(workspace.sid, {
        friendlyName,
        attributes,
        activitySid: activitySid ?? workspace.defaultActivitySid,
        dateStatusChanged: now,
        idleSince: now,
        open: {},
        channels: {},
      });
      for (const channel of channels.list(workspace.sid)) addWorkerChannel(room, workers.need(sid), channel);
      const worker = workers.need(sid);
      emitWorker(room, worker, 'worker.created', 'created');
      offer(room, sid);
      return versioned(201, worker, views.worker(worker));
    }),
    inWorkspace('GET', '/Workers', (request) =>
      metaPage(request, 'workers', found(desk, request), views.worker),
    ),
    inWorkspace('GET', '/Workers/{Sid}', (request) => {
      const worker = oneOf(desk, request, workers);
      return versioned(200, worker, views.worker(worker));
    }),
    inWorkspace('POST', '/Workers/{Sid}', (request) => {
      const before = oneOf(desk, request, workers);
      demandVersion(request, before);
      const { sid, workspaceSid } = before;
      const friendlyName = readName(request);
      if (friendlyName !== undefined && friendlyName !== before.friendlyName)
        demandNewName(desk, workspaceSid, friendlyName);
      const changes = given({ friendlyName, attributes: readAttributes(request) });
      const activitySid = readActivity(desk, request, workspaceSid, 'ActivitySid');
      const rejects = readBoolean(request, 'RejectPendingReservations') ?? false;
      if (rejects && (activitySid === undefined || activities.need(activitySid).available))
        throw invalid('RejectPendingReservations is only valid with an activity that is not available');
      if (Object.keys(changes).length > 0) {
        const changed = workers.change(sid, changes);
        emitWorker(room, changed, 'worker.attributes.update', 'attributes updated');
      }
      model.outcomes.moveWorker(sid, activitySid);
      if (rejects)
        for (const reservation of Object.keys(before.open))
          if (room.tables.reservations.get(reservation)?.status === 'pending')
            model.outcomes.reject(reservation);
      const worker = workers.need(sid);
      return versioned(200, worker, views.worker(worker));
    }),
    inWorkspace('DELETE', '/Workers/{Sid}', (request) => {
      const worker = oneOf(desk, request, workers);
      demandVersion(request, worker);
      if (room.tables.isAvailable(worker))
        throw invalid(`Cannot delete worker ${worker.sid}: it is in an available activity`);
      if (Object.keys(worker.open).length > 0)
        throw invalid(`Cannot delete worker ${worker.sid}: it has open reservations`);
      emitWorker(room, worker, 'worker.deleted', 'deleted');
      for (const sid of Object.values(worker.channels)) workerChannels.remove(sid);
      workers.remove(worker.sid);
      return noContent();
    }),
  ];
}

function demandNewName(desk: Desk, workspaceSid: string, name: string): void {
  if (desk.room.tables.workers.list(workspaceSid).some((worker) => worker.friendlyName === name))
    throw invalid(`A worker named ${name} already exists`);
}

function found(desk: Desk, request: RestRequest): Worker[] {
  const { room } = desk;
  const { workers, activities, queues } = room.tables;
  const { sid } = workspaceOf(desk, request);
  const asked = (name: string) => request.query.get(name);
  const expression = asked('TargetWorkersExpression');
  if (expression !== undefined) checkExpression('TargetWorkersExpression', expression);
  const queueSid = asked('TaskQueueSid');
  const queueName = asked('TaskQueueName');
  const queue = queues.list(sid).find((one) => one.sid === queueSid || one.friendlyName === queueName);
  if (!queue && (queueSid ?? queueName) !== undefined) throw notFound(request);
  const available = asked('Available');
  const tests: ((worker: Worker) => boolean)[] = [
    (worker) => (asked('ActivitySid') ?? worker.activitySid) === worker.activitySid,
    (worker) => (asked('FriendlyName') ?? worker.friendlyName) === worker.friendlyName,
    (worker) => {
      const { friendlyName } = activities.need(worker.activitySid);
      return (asked('ActivityName') ?? friendlyName) === friendlyName;
    },
    (worker) => available === undefined || /^(1|true)$/i.test(available) === room.tables.isAvailable(worker),
    (worker) => !queue || isInQueue(room, worker, queue),
    (worker) =>
      expression === undefined ||
      matches(expression, workerScope(worker, activities.need(worker.activitySid))),
  ];
  return workers.list(sid).filter((worker) => tests.every((test) => test(worker)));
}
