import { type Deps, Problem } from '../endpoint';
import { answered, failureOf } from '../twilio';
import { type Attributes, objectIn } from './attributes';

/** https://www.twilio.com/docs/taskrouter/api/task: who waits over a long weekend is not to be forgotten. Seconds. */
const LONGEST = 1_209_600;
/** As the tasks of callers: who is in a call is offered no callback, and the other way round. */
const CHANNEL = 'voice';
/** Tasks that a call or a number may have had, one after the other. */
const NAMESAKES = 20;

/** A task as it was read. */
export interface KnownTask {
  sid: string;
  status: string;
  attributes: Attributes;
  priority: number;
  /** What it is lined up by. Milliseconds since the epoch. */
  since: number;
}

/** A task that is to be made. */
export interface NewTask {
  attributes: Attributes;
  priority?: number;
  /** What it is lined up by, never in the future. Milliseconds since the epoch; absent: now. */
  since?: number;
}

/** The tasks of the workspace, in the SDK, and the workflow. Throws `not_configured`. */
function routing({ config, twilio }: Deps) {
  const { workspaceSid, workflowSid } = config;
  if (workspaceSid === undefined || workflowSid === undefined)
    throw new Problem('not_configured', {
      problem: 'There is no TaskRouter workflow.',
      fix: 'Set WORKSPACE_SID and WORKFLOW_SID; npm run provision -- apply makes both and fills them in.',
    });
  return { workflowSid, workspace: twilio().taskrouter.v1.workspaces(workspaceSid) };
}

interface Listed {
  sid: string;
  assignmentStatus: string;
  attributes: string | null;
  priority: number;
  dateCreated: Date;
  virtualStartTime: Date | null;
}

const known = (task: Listed): KnownTask => ({
  sid: task.sid,
  status: String(task.assignmentStatus),
  attributes: objectIn(task.attributes ?? '') ?? {},
  priority: task.priority,
  since: (task.virtualStartTime ?? task.dateCreated).getTime(),
});

/** One task; undefined when there is none (any more). One request. */
export async function readTask(deps: Deps, sid: string): Promise<KnownTask | undefined> {
  try {
    return known(await routing(deps).workspace.tasks(sid).fetch());
  } catch (error) {
    if (answered(error, 404)) return undefined;
    throw error;
  }
}

/** Those with an attribute of that value, the newest first. One request. TaskRouter may leave their attributes out. */
export async function tasksWith(deps: Deps, attribute: string, value: string): Promise<KnownTask[]> {
  const { instances } = await routing(deps).workspace.tasks.page({
    evaluateTaskAttributes: `${attribute} == "${value.replace(/["\\]/g, '\\$&')}"`,
    ordering: 'DateCreated:desc',
    pageSize: NAMESAKES,
  });
  return instances.map(known);
}

const OPEN = ['pending', 'reserved', 'assigned', 'wrapping'];

/**
 * What is under way with a number, but for one task: calls from it, callbacks, messages, and timers that bring such; with
 * their attributes. One request, one more for each of them whose attributes the list leaves out.
 */
export async function othersOf(deps: Deps, number: string, but?: string): Promise<KnownTask[]> {
  const value = JSON.stringify(number);
  const { instances } = await routing(deps).workspace.tasks.page({
    evaluateTaskAttributes: `callback_number == ${value} OR from == ${value}`,
    assignmentStatus: OPEN,
    ordering: 'DateCreated:desc',
    pageSize: NAMESAKES,
  });
  const open = instances.map(known).filter((task) => task.sid !== but && isOpenTask(task));
  const read = open.map(async (task) =>
    Object.keys(task.attributes).length > 0 ? task : ((await readTask(deps, task.sid)) ?? task),
  );
  return (await Promise.all(read)).filter(isOpenTask);
}

/** What of a task can be changed while it goes on. */
export interface TaskChange {
  attributes?: Attributes;
  priority?: number;
  /** Milliseconds since the epoch, never in the future. */
  since?: number;
}

/** Changes a task; gives back how it is then, undefined when it is gone. One request, one more when it was refused. */
export async function changeTask(
  deps: Deps,
  sid: string,
  { attributes, priority, since }: TaskChange,
): Promise<KnownTask | undefined> {
  try {
    const task = await routing(deps)
      .workspace.tasks(sid)
      .update({
        ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
        ...(priority === undefined ? {} : { priority }),
        ...(since === undefined ? {} : { virtualStartTime: new Date(since) }),
      });
    return known(task);
  } catch (error) {
    // What is over may not be changed any more.
    if (answered(error, 400, 404)) return readTask(deps, sid);
    throw error;
  }
}

/** Makes a task, and gives back its SID. One request. */
export async function createTask(deps: Deps, { attributes, priority, since }: NewTask): Promise<string> {
  const { workflowSid, workspace } = routing(deps);
  const { sid } = await workspace.tasks.create({
    workflowSid,
    attributes: JSON.stringify(attributes),
    timeout: LONGEST,
    taskChannel: CHANNEL,
    ...(priority === undefined ? {} : { priority }),
    ...(since === undefined ? {} : { virtualStartTime: new Date(since) }),
  });
  return sid;
}

/** Statuses in which a task waits for somebody: only then it can be canceled. */
export const waits = ({ status }: KnownTask): boolean => status === 'pending' || status === 'reserved';

/** Nobody has it yet, or somebody has it: it is not over. */
export const isOpenTask = (task: KnownTask): boolean =>
  waits(task) || task.status === 'assigned' || task.status === 'wrapping';

/**
 * Takes a task away from whoever may have it offered. One request, one more when it was refused. Gives back how the task
 * is then: `canceled`, also when it was so before; undefined when it is gone.
 */
export async function cancelTask(deps: Deps, sid: string, reason: string): Promise<string | undefined> {
  try {
    await routing(deps).workspace.tasks(sid).update({ assignmentStatus: 'canceled', reason });
    return 'canceled';
  } catch (error) {
    const failure = failureOf(error);
    const mayBe = failure !== undefined && (failure.kind !== 'answer' || failure.status !== 429);
    const task = mayBe ? await readTask(deps, sid) : undefined;
    if (!mayBe || (task !== undefined && waits(task))) throw error;
    return task?.status;
  }
}
