import type { Step, Task } from '../entities';
import { matches } from '../expression';
import { type Configuration, readConfiguration, type Target } from './configuration';
import { queueFields } from './events';
import { byTurn, candidates, matcherFor, placesLeft, targetOf, workersIn } from './matching';
import { reserve } from './reservations';
import type { Room } from './room';
import { taskScope } from './scopes';
import { emitTask, finish } from './task-changes';

type Leaving = 'timeout' | 'skip' | undefined;

/**
 * Takes a waiting task as far as it gets now: offers it to workers, or moves it on through its workflow.
 * https://www.twilio.com/docs/taskrouter/lifecycle-task-workflows-and-assignment
 */
export function route(room: Room, sid: string): void {
  const { tables, deadlines, kernel } = room;
  for (;;) {
    if (!tables.waiting.has(sid)) return;
    const task = tables.tasks.need(sid);
    for (const worker of candidates(room, task).slice(0, Math.max(0, placesLeft(room, task))))
      reserve(room, tables.tasks.need(sid), worker);
    if (tables.tasks.need(sid).status === 'reserved') return;
    offerAgainLater(room, task);
    if (!task.step) return;
    const target = targetOf(room, task);
    const leaving = target ? leavingOf(room, task, target) : 'skip';
    if (leaving === undefined) {
      deadlines.set(`step:${sid}`, task.step.deadline, () => route(room, sid));
      return;
    }
    if (leaving === 'timeout' && task.step.deadline !== null && task.step.deadline <= kernel.clock.now())
      emitTask(room, task, 'task-queue.timeout', 'timed out in its task queue');
    if (!moveOn(room, task, leaving)) return;
  }
}

/** Starts a task on its workflow, from the top. */
export function enterWorkflow(room: Room, sid: string): void {
  const task = room.tables.tasks.note(sid, { step: null });
  emitTask(room, task, 'workflow.entered', 'entered its workflow');
  moveOn(room, task, undefined);
}

/** Gives a worker the waiting tasks that are its turn, as many as it can have. */
export function offer(room: Room, workerSid: string): void {
  const { tables } = room;
  const inTurn = byTurn(room);
  let tasks: Task[] | undefined;
  for (;;) {
    const worker = tables.workers.get(workerSid);
    if (!worker || !tables.isAvailable(worker)) return;
    tasks ??= tables.waitingIn(worker.workspaceSid);
    const isFor = matcherFor(room, worker);
    let best: Task | undefined;
    for (const one of tasks) {
      const task = tables.waiting.has(one.sid) ? tables.tasks.need(one.sid) : undefined;
      if (task && (!best || inTurn(task, best) < 0) && isFor(task)) best = task;
    }
    if (!best) return;
    reserve(room, best, worker);
  }
}

/** Tries every waiting task of a workspace again, after something about its queues, workflows or workers changed. */
export function routeAll(room: Room, workspaceSid: string): void {
  for (const task of room.tables.waitingIn(workspaceSid).sort(byTurn(room))) route(room, task.sid);
}

function leavingOf(room: Room, task: Task, target: Target): Leaving {
  if (target.skipIf !== undefined && matches(target.skipIf, skipScope(room, target))) return 'skip';
  const deadline = task.step?.deadline ?? null;
  return deadline !== null && deadline <= room.kernel.clock.now() ? 'timeout' : undefined;
}

/** https://www.twilio.com/docs/taskrouter/worker-presence */
function skipScope(room: Room, target: Target): { workers: Record<string, number> } {
  const { tables } = room;
  const queue = tables.queues.get(target.queue);
  const workers: Record<string, number> = { available: 0, unavailable: 0 };
  if (!queue) return { workers };
  for (const { sid } of tables.activities.list(queue.workspaceSid)) workers[sid] = 0;
  for (const worker of workersIn(room, queue)) {
    for (const key of [tables.isAvailable(worker) ? 'available' : 'unavailable', worker.activitySid])
      workers[key] = (workers[key] ?? 0) + 1;
  }
  return { workers };
}

/** Puts the task on the next step, or ends it when there is none. Returns whether it still waits. */
function moveOn(room: Room, task: Task, leaving: Leaving): boolean {
  const workflow = room.tables.workflows.get(task.workflowSid);
  if (!workflow) return false;
  const configuration = readConfiguration(workflow.configuration);
  const next = nextStep(configuration, task, leaving);
  const filter = next && configuration.filters[next.filter];
  const target = next && filter?.targets[next.target];
  if (next && target) {
    // A timeout counts from where the step before it ended, not from when somebody noticed.
    const from = leaving === 'timeout' && task.step ? task.step.deadline : room.kernel.clock.now();
    const deadline = target.timeout === undefined || from === null ? null : from + target.timeout * 1000;
    enterStep(room, task, { ...next, deadline }, target, filter?.name);
    return true;
  }
  const type = leaving === 'skip' ? 'workflow.skipped' : 'workflow.timeout';
  emitTask(room, task, type, 'reached the end of its workflow');
  finish(room, task.sid, 'canceled', 'Task canceled on Workflow timeout');
  return false;
}

function enterStep(room: Room, task: Task, step: Step, target: Target, filter: string | undefined): void {
  const { tables, kernel } = room;
  const isMove = task.taskQueueSid !== target.queue;
  const queue = tables.queues.need(target.queue);
  if (isMove && task.taskQueueSid !== null)
    emitTask(room, task, 'task-queue.moved', `moved to ${queue.friendlyName}`);
  const changed = tables.tasks.change(task.sid, {
    step,
    taskQueueSid: queue.sid,
    ...(target.priority === undefined ? {} : { priority: target.priority }),
    ...(isMove ? { queueEnteredAt: kernel.clock.now() } : {}),
  });
  emitTask(room, changed, 'workflow.target-matched', 'matched a routing step', {
    ...(filter === undefined ? {} : { WorkflowFilterName: filter }),
    ...queueFields(queue),
  });
  if (isMove) emitTask(room, changed, 'task-queue.entered', `entered ${queue.friendlyName}`);
}

function nextStep(
  { filters, hasDefault }: Configuration,
  task: Task,
  leaving: Leaving,
): Omit<Step, 'deadline'> | undefined {
  const { step } = task;
  let timedOut = step?.timedOut ?? false;
  if (step) {
    if (step.target + 1 < (filters[step.filter]?.targets.length ?? 0))
      return { filter: step.filter, target: step.target + 1, timedOut };
    timedOut ||= leaving === 'timeout';
  }
  for (let filter = (step?.filter ?? -1) + 1; filter < filters.length; filter++) {
    const { expression } = filters[filter] ?? {};
    const isDefault = hasDefault && filter === filters.length - 1;
    if (isDefault ? !timedOut : expression !== undefined && matches(expression, taskScope(task)))
      return { filter, target: 0, timedOut };
  }
  return undefined;
}

function offerAgainLater(room: Room, task: Task): void {
  const now = room.kernel.clock.now();
  const times = Object.values(task.notBefore).filter((time) => time > now);
  room.deadlines.set(`offer:${task.sid}`, times.length === 0 ? null : Math.min(...times), () =>
    route(room, task.sid),
  );
}
