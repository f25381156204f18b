import { metaPage, noContent, type RestRequest, type Route } from '../../rest';
import { refuseParameters } from '../../unsupported';
import type { Task } from '../entities';
import { checkExpression, invalid } from '../errors';
import { matches } from '../expression';
import {
  demandVersion,
  given,
  readAttributes,
  readBoolean,
  readChoice,
  readDate,
  readNumber,
} from '../input';
import { LIMITS } from '../limits';
import { FOLDER } from '../model/orders';
import { taskScope } from '../model/scopes';
import { createTask, type NewTask, updateTask } from '../model/tasks';
import { findChannel } from './channels';
import { type Desk, inWorkspace, oneOf, versioned, workspaceOf } from './request';

const STATUSES = ['pending', 'reserved', 'assigned', 'canceled', 'completed', 'wrapping'] as const;

/** `…/Tasks`: https://www.twilio.com/docs/taskrouter/api/task */
export function taskRoutes(desk: Desk): Route[] {
  const { room, views, model } = desk;
  const { tasks } = room.tables;
  return [
    inWorkspace('POST', '/Tasks', (request) => {
      const { sid } = workspaceOf(desk, request);
      refuseParameters(request, ['TaskQueueSid'], FOLDER);
      const task = createTask(room, sid, readNew(desk, request, sid));
      return versioned(201, task, views.task(task));
    }),
    inWorkspace('GET', '/Tasks', (request) => metaPage(request, 'tasks', found(desk, request), views.task)),
    inWorkspace('GET', '/Tasks/{Sid}', (request) => {
      const task = oneOf(desk, request, tasks);
      return versioned(200, task, views.task(task));
    }),
    inWorkspace('POST', '/Tasks/{Sid}', (request) => {
      const before = oneOf(desk, request, tasks);
      demandVersion(request, before);
      const status = readChoice(request, 'AssignmentStatus', STATUSES);
      const reason = request.form.get('Reason') ?? null;
      const changes = readChanges(desk, request, before.workspaceSid);
      if (status !== undefined && status !== before.status) setStatus(desk, before, status, reason);
      if (Object.keys(changes).length > 0) updateTask(room, before.sid, changes);
      const task = tasks.need(before.sid);
      return versioned(200, task, views.task(task));
    }),
    inWorkspace('DELETE', '/Tasks/{Sid}', (request) => {
      const task = oneOf(desk, request, tasks);
      demandVersion(request, task);
      model.outcomes.delete(task.sid);
      return noContent();
    }),
  ];
}

function setStatus(desk: Desk, task: Task, status: Task['status'], reason: string | null): void {
  const { outcomes } = desk.model;
  if (status === 'completed') outcomes.complete(task.sid, reason);
  else if (status === 'canceled') outcomes.cancel(task.sid, reason);
  else if (status === 'wrapping') outcomes.wrapUp(task.sid, reason);
  else throw invalid(`Cannot set the assignment status of task ${task.sid} to ${status}`);
}

function readNew(desk: Desk, request: RestRequest, workspaceSid: string): NewTask {
  const { tables, kernel } = desk.room;
  const target = request.form.get('RoutingTarget') ?? null;
  const targets = { WW: tables.workflows, WQ: tables.queues, WK: tables.workers };
  if (target !== null) {
    const table = targets[target.slice(0, 2) as keyof typeof targets];
    if (table?.get(target)?.workspaceSid !== workspaceSid)
      throw invalid(`Invalid RoutingTarget: ${target} is no workflow, task queue or worker of the workspace`);
  }
  const isDirect = target !== null && !target.startsWith('WW');
  const only = tables.workflows.list(workspaceSid);
  const asked = request.form.get('WorkflowSid') ?? (isDirect ? undefined : (target ?? undefined));
  // Twilio takes the workspace's workflow when it has just one.
  const workflowSid = asked ?? (isDirect || only.length !== 1 ? null : (only[0]?.sid ?? null));
  if (workflowSid === null && !isDirect)
    throw invalid('Missing required parameter WorkflowSid in the post body');
  if (workflowSid !== null && tables.workflows.get(workflowSid)?.workspaceSid !== workspaceSid)
    throw invalid(`Invalid WorkflowSid: ${workflowSid} is no workflow of workspace ${workspaceSid}`);
  const ignores = readBoolean(request, 'IgnoreCapacity') ?? true;
  return {
    attributes: readAttributes(request) ?? '{}',
    priority: readNumber(request, 'Priority', LIMITS.priority) ?? 0,
    timeout: readNumber(request, 'Timeout', LIMITS.taskTimeout) ?? LIMITS.taskTimeout.usual,
    virtualStartTime:
      readDate(request.form.get('VirtualStartTime'), 'VirtualStartTime') ?? kernel.clock.now(),
    taskChannelSid:
      readChannel(desk, request, workspaceSid) ?? readChannelNamed(desk, workspaceSid, 'default'),
    workflowSid: isDirect ? null : workflowSid,
    routingTarget: target,
    ignoreCapacity: (target?.startsWith('WK') ?? false) && ignores,
  };
}

function readChanges(desk: Desk, request: RestRequest, workspaceSid: string) {
  return given({
    attributes: readAttributes(request),
    priority: readNumber(request, 'Priority', LIMITS.priority),
    taskChannelSid: readChannel(desk, request, workspaceSid),
    virtualStartTime: readDate(request.form.get('VirtualStartTime'), 'VirtualStartTime'),
  });
}

function readChannel(desk: Desk, request: RestRequest, workspaceSid: string): string | undefined {
  const name = request.form.get('TaskChannel');
  return name === undefined ? undefined : readChannelNamed(desk, workspaceSid, name);
}

function readChannelNamed(desk: Desk, workspaceSid: string, name: string): string {
  const channel = findChannel(desk, workspaceSid, name);
  if (!channel) throw invalid(`Invalid TaskChannel: there is no task channel ${name}`);
  return channel.sid;
}

function found(desk: Desk, request: RestRequest): Task[] {
  const { tables } = desk.room;
  const { sid } = workspaceOf(desk, request);
  const { query } = request;
  const asked = (name: string) => query.get(name);
  const statuses = query.all('AssignmentStatus').flatMap((value) => value.split(','));
  const expression = asked('EvaluateTaskAttributes');
  if (expression !== undefined) checkExpression('EvaluateTaskAttributes', expression);
  const same = (name: string, value: string | null | undefined) =>
    asked(name) === undefined || asked(name) === value;
  const tasks = tables.tasks
    .list(sid)
    .filter((task) => same('Priority', String(task.priority)))
    .filter((task) => statuses.length === 0 || statuses.includes(task.status))
    .filter((task) => same('WorkflowSid', task.workflowSid) && same('TaskQueueSid', task.taskQueueSid))
    .filter((task) => same('WorkflowName', tables.workflows.get(task.workflowSid)?.friendlyName))
    .filter((task) => same('TaskQueueName', tables.queues.get(task.taskQueueSid)?.friendlyName))
    .filter((task) => same('RoutingTarget', task.routingTarget))
    .filter((task) => expression === undefined || matches(expression, taskScope(task)));
  return inOrder(tasks, asked('Ordering'));
}

const KEYS = {
  Priority: 'priority',
  DateCreated: 'dateCreated',
  VirtualStartTime: 'virtualStartTime',
} as const;

/**
 * `DateCreated:desc`, `Priority:desc,VirtualStartTime:asc`; without it by creation, newest last. The two dates don't go
 * together. https://www.twilio.com/docs/taskrouter/api/task#read-multiple-task-resources
 */
function inOrder(tasks: Task[], ordering: string | undefined): Task[] {
  if (ordering === undefined) return tasks;
  const keys = ordering.split(',').map((part) => {
    const [, name, sign] =
      /^(Priority|DateCreated|VirtualStartTime)(?::(asc|desc))?$/.exec(part.trim()) ?? [];
    if (name === undefined) throw invalid(`Invalid Ordering: ${part}`);
    return { key: KEYS[name as keyof typeof KEYS], sign };
  });
  const dates = new Set(keys.map(({ key }) => key).filter((key) => key !== 'priority'));
  if (dates.size > 1) throw invalid('Invalid Ordering: DateCreated and VirtualStartTime cannot be combined');
  return tasks.sort((a, b) => {
    for (const { key, sign } of keys)
      if (a[key] !== b[key]) return sign === 'desc' ? b[key] - a[key] : a[key] - b[key];
    return 0;
  });
}
