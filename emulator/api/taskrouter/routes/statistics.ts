import { metaPage, ok, type RestReply, type RestRequest, type Route } from '../../rest';
import type { TaskQueue, Worker } from '../entities';
import { invalid } from '../errors';
import { LIMITS } from '../limits';
import { workersIn } from '../model/matching';
import * as cumulative from '../statistics/cumulative';
import * as realTime from '../statistics/real-time';
import { readWindow } from '../statistics/window';
import { HOST } from '../urls';
import { type Desk, inWorkspace, oneOf, workspaceOf } from './request';

type Figures = Record<string, unknown>;

/** One subject of statistics: what names it, what it is doing, and which figures Twilio shows of what it did. */
interface Subject {
  names: Figures;
  realTime: Figures;
  cumulative: Figures;
}

const WORKSPACE = omitting('tasks_entered', 'wait_duration_in_queue_until_accepted');
const WORKFLOW = omitting('tasks_created', 'wait_duration_in_queue_until_accepted');
const QUEUE = omitting('tasks_created', 'tasks_timed_out_in_workflow');

/** Real-time and cumulative statistics, separately and together: https://www.twilio.com/docs/taskrouter/api/workspace-statistics */
export function statisticsRoutes(desk: Desk): Route[] {
  const { tables } = desk.room;
  return [
    ...three(desk, '', (request) => ofWorkspace(desk, request)),
    ...three(desk, '/Workflows/{WorkflowSid}', (request) => ofWorkflow(desk, request)),
    ...three(desk, '/TaskQueues/{TaskQueueSid}', (request) =>
      ofQueue(desk, request, oneOf(desk, request, tables.queues, 'TaskQueueSid')),
    ),
    ...three(desk, '/Workers', (request) => ofWorkers(desk, request)),
    inWorkspace('GET', '/Workers/{WorkerSid}/Statistics', (request) => {
      const worker = oneOf(desk, request, tables.workers, 'WorkerSid');
      const { names, cumulative: figures } = ofWorkers(desk, request, worker);
      return answer(desk, request, { ...names, worker_sid: worker.sid, cumulative: figures });
    }),
    inWorkspace('GET', '/TaskQueues/Statistics', (request) => {
      const { sid } = workspaceOf(desk, request);
      const name = request.query.get('FriendlyName');
      const queues = tables.queues
        .list(sid)
        .filter((queue) => (name ?? queue.friendlyName) === queue.friendlyName);
      return metaPage(request, 'task_queues_statistics', queues, (queue) => {
        const { names, ...figures } = ofQueue(desk, request, queue);
        return { account_sid: desk.account.sid, ...names, ...both(figures) };
      });
    }),
    inWorkspace('POST', '/TaskQueues/RealTimeStatistics', (request) => bulk(desk, request)),
  ];
}

function three(desk: Desk, path: string, read: (request: RestRequest) => Subject): Route[] {
  const route = (name: string, show: (subject: Subject) => Figures) =>
    inWorkspace('GET', `${path}/${name}`, (request) => {
      const subject = read(request);
      return answer(desk, request, { ...subject.names, ...show(subject) });
    });
  return [
    route('Statistics', both),
    route('RealTimeStatistics', (subject) => subject.realTime),
    route('CumulativeStatistics', (subject) => subject.cumulative),
  ];
}

const both = (subject: Pick<Subject, 'realTime' | 'cumulative'>): Figures => ({
  realtime: subject.realTime,
  cumulative: subject.cumulative,
});

const answer = (desk: Desk, request: RestRequest, figures: Figures): RestReply =>
  ok({ account_sid: desk.account.sid, url: `https://${HOST}${request.url.pathname}`, ...figures });

function omitting(...names: string[]): (figures: Figures) => Figures {
  return (figures) => Object.fromEntries(Object.entries(figures).filter(([name]) => !names.includes(name)));
}

function history(desk: Desk, request: RestRequest, of: cumulative.Of) {
  const window = readWindow(request, desk.room.kernel.clock.now());
  const events = cumulative.eventsOf(
    desk.room,
    { ...of, taskChannel: request.query.get('TaskChannel') },
    window,
  );
  return { window, events };
}

function ofWorkspace(desk: Desk, request: RestRequest): Subject {
  const { room } = desk;
  const { sid } = workspaceOf(desk, request);
  const workers = room.tables.workers.list(sid);
  const tasks = realTime.activeTasks(room, sid, request.query.get('TaskChannel'), () => true);
  const { window, events } = history(desk, request, { workspaceSid: sid });
  return {
    names: { workspace_sid: sid },
    realTime: {
      ...realTime.taskFigures(room, tasks),
      activity_statistics: realTime.activityStatistics(room, sid, workers),
      total_workers: workers.length,
    },
    cumulative: { ...cumulative.times(window), ...WORKSPACE(cumulative.taskFigures(events, request)) },
  };
}

function ofWorkflow(desk: Desk, request: RestRequest): Subject {
  const { room } = desk;
  const { sid, workspaceSid } = oneOf(desk, request, room.tables.workflows, 'WorkflowSid');
  const channel = request.query.get('TaskChannel');
  const tasks = realTime.activeTasks(room, workspaceSid, channel, (task) => task.workflowSid === sid);
  const { window, events } = history(desk, request, { workspaceSid, field: 'WorkflowSid', sid });
  return {
    names: { workspace_sid: workspaceSid, workflow_sid: sid },
    realTime: realTime.taskFigures(room, tasks),
    cumulative: { ...cumulative.times(window), ...WORKFLOW(cumulative.taskFigures(events, request)) },
  };
}

function ofQueue(desk: Desk, request: RestRequest, queue: TaskQueue): Subject {
  const { sid, workspaceSid } = queue;
  const { window, events } = history(desk, request, { workspaceSid, field: 'TaskQueueSid', sid });
  return {
    names: { workspace_sid: workspaceSid, task_queue_sid: sid },
    realTime: realTime.queueFigures(desk.room, queue, request.query.get('TaskChannel')),
    cumulative: { ...cumulative.times(window), ...QUEUE(cumulative.taskFigures(events, request)) },
  };
}

/** Of one worker, or of those that the query names. */
function ofWorkers(desk: Desk, request: RestRequest, one?: Worker): Subject {
  const { room } = desk;
  const { sid: workspaceSid } = workspaceOf(desk, request);
  const { query } = request;
  const queue = room.tables.queues
    .list(workspaceSid)
    .find(
      (queue) => queue.sid === query.get('TaskQueueSid') || queue.friendlyName === query.get('TaskQueueName'),
    );
  const name = query.get('FriendlyName');
  const all = queue ? workersIn(room, queue) : room.tables.workers.list(workspaceSid);
  const workers = one ? [one] : all.filter((worker) => (name ?? worker.friendlyName) === worker.friendlyName);
  const of = { workspaceSid, ...(one ? { field: 'WorkerSid' as const, sid: one.sid } : {}) };
  const { window, events } = history(desk, request, of);
  return {
    names: { workspace_sid: workspaceSid },
    realTime: {
      activity_statistics: realTime.activityStatistics(room, workspaceSid, workers),
      total_workers: workers.length,
    },
    cumulative: {
      ...cumulative.times(window),
      ...cumulative.reservationCounts(events),
      activity_durations: cumulative.activityDurations(room, of, window, events),
    },
  };
}

/**
 * The body is JSON: `{"queueSids": [...]}`, 1 to 50 of them; a queue that isn't there has zeroes.
 * https://www.twilio.com/docs/taskrouter/api/taskqueue-statistics#bulk-retrieval-of-taskqueue-realtime-statistics
 */
function bulk(desk: Desk, request: RestRequest): RestReply {
  const { queues } = desk.room.tables;
  const { sid } = workspaceOf(desk, request);
  const asked = (request.json as { queueSids?: unknown } | undefined)?.queueSids;
  if (!Array.isArray(asked) || asked.length < 1 || asked.length > LIMITS.bulkQueues)
    throw invalid(`queueSids must be a list of 1 to ${LIMITS.bulkQueues} task queue SIDs`);
  if (!asked.every((one) => typeof one === 'string' && /^WQ[0-9a-f]{32}$/i.test(one)))
    throw invalid('queueSids must hold nothing but task queue SIDs');
  return answer(desk, request, {
    workspace_sid: sid,
    task_queue_data: asked.map((one: string) => {
      const queue = queues.get(one);
      const known = queue?.workspaceSid === sid ? queue : undefined;
      return {
        task_queue_sid: one,
        ...(known ? realTime.queueFigures(desk.room, known, undefined) : realTime.NO_FIGURES),
      };
    }),
    task_queue_response_count: asked.length,
  });
}
