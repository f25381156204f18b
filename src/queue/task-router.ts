import { ConfigError } from '../config';
import type { Deps } from '../endpoint';
import { topicName } from '../live-state';
import { answered } from '../twilio';
import { type QueuedTask, type Snapshot, snapshotOf, type Which } from './snapshot';

/** The most that TaskRouter lists at once. https://www.twilio.com/docs/taskrouter/api/task#read-multiple-task-resources */
const PAGE_SIZE = 1000;
const MAX_PAGES = 5;
/** No further page is begun later than this: what is known by then has to do. Milliseconds. */
const ENOUGH_MS = 4_000;
/** Tasks that a call or a topic may have had, one after the other. */
const NAMESAKES = 20;

/** The part of a task of the SDK that is read here. */
interface ListedTask {
  sid: string;
  taskQueueSid: string;
  priority: number;
  age: number;
  /** TaskRouter may leave it out of lists. https://www.twilio.com/docs/taskrouter/api/task#task-properties */
  attributes: string | null;
  assignmentStatus: string;
  dateCreated: Date;
  dateUpdated: Date;
  virtualStartTime: Date | null;
}

/** The part of a page of the SDK that is used here. */
interface ListedPage {
  instances: ListedTask[];
  nextPageUrl?: string | undefined;
  nextPage(): Promise<ListedPage> | undefined;
}

/** A task that was asked for by name. */
export interface FoundTask extends QueuedTask {
  waits: boolean;
  /** It was completed or canceled. */
  isOver: boolean;
  /** A customer's topic, undefined when the task's attributes name one that can't be. */
  topicName: string | undefined;
  /** When it last changed. Milliseconds since the epoch. */
  updated: number;
}

/** The workspace's part of the SDK. Throws `ConfigError` when there is no workspace. */
export function workspaceOf({ config, twilio }: Deps) {
  const { workspaceSid } = config;
  if (workspaceSid === undefined)
    throw new ConfigError([
      'WORKSPACE_SID is missing. It is the TaskRouter workspace whose queues are asked.',
    ]);
  return twilio().taskrouter.v1.workspaces(workspaceSid);
}

function attributesOf({ attributes }: ListedTask): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(attributes ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A task with attribute `timer` is no customer. */
const isTimer = (attributes: Record<string, unknown>): boolean =>
  attributes.timer !== undefined && attributes.timer !== null;

function queued(task: ListedTask, { call_sid: callSid, topic }: Record<string, unknown>): QueuedTask {
  return {
    sid: task.sid,
    queue: task.taskQueueSid,
    priority: task.priority,
    since: (task.virtualStartTime ?? task.dateCreated).getTime(),
    age: task.age,
    ...(typeof callSid === 'string' ? { callSid } : {}),
    ...(typeof topic === 'string' ? { topic } : {}),
  };
}

/**
 * Everybody who waits, in one request per 1,000 of them. More than 5,000, or more than can be read in 4 s, are not read:
 * the snapshot is then not complete. Throws only when nothing could be read.
 */
export async function readWaiting(deps: Deps): Promise<Snapshot> {
  const until = deps.deadline.remaining() - ENOUGH_MS;
  const tasks: QueuedTask[] = [];
  const add = (listed: ListedTask[]) => {
    for (const task of listed) {
      const attributes = attributesOf(task);
      if (!isTimer(attributes)) tasks.push(queued(task, attributes));
    }
  };
  let page: ListedPage = await workspaceOf(deps).tasks.page({
    assignmentStatus: ['pending', 'reserved'],
    ordering: 'Priority:desc,VirtualStartTime:asc',
    pageSize: PAGE_SIZE,
  });
  add(page.instances);
  for (let count = 1; page.nextPageUrl; count += 1) {
    if (count === MAX_PAGES || deps.deadline.remaining() < until) return snapshotOf(tasks, false);
    const next = await page.nextPage()?.catch((error: unknown) => {
      deps.log.failure(error);
      return undefined;
    });
    if (next === undefined) return snapshotOf(tasks, false);
    page = next;
    add(page.instances);
  }
  return snapshotOf(tasks, true);
}

/** One task, waiting or not, in one request. Undefined when TaskRouter knows none, or it is a timer. */
export async function readTask(deps: Deps, which: Which): Promise<FoundTask | undefined> {
  const listed = 'taskSid' in which ? await fetched(deps, which.taskSid) : await searched(deps, which);
  if (listed === undefined) return undefined;
  const attributes = attributesOf(listed);
  if (isTimer(attributes)) return undefined;
  return {
    ...queued(listed, attributes),
    waits: waits(listed),
    isOver: ['completed', 'canceled'].includes(listed.assignmentStatus),
    topicName: topicName(attributes, listed.sid),
    updated: listed.dateUpdated.getTime(),
  };
}

const waits = ({ assignmentStatus }: ListedTask): boolean =>
  assignmentStatus === 'pending' || assignmentStatus === 'reserved';

async function fetched(deps: Deps, taskSid: string): Promise<ListedTask | undefined> {
  try {
    return await workspaceOf(deps).tasks(taskSid).fetch();
  } catch (error) {
    if (answered(error, 404)) return undefined;
    throw error;
  }
}

/** Of several tasks of a call or topic the newest that waits, else the newest. */
async function searched(
  deps: Deps,
  which: Exclude<Which, { taskSid: string }>,
): Promise<ListedTask | undefined> {
  const [key, value] = 'callSid' in which ? ['call_sid', which.callSid] : ['topic', which.topic];
  const { instances } = await workspaceOf(deps).tasks.page({
    evaluateTaskAttributes: `${key} == "${value.replace(/["\\]/g, '\\$&')}"`,
    ordering: 'DateCreated:desc',
    pageSize: NAMESAKES,
  });
  return instances.find(waits) ?? instances[0];
}

/** Task queues of the workspace, in one request: the first 1,000. */
export async function readQueues(deps: Deps): Promise<{ sid: string; name: string }[]> {
  const { instances } = await workspaceOf(deps).taskQueues.page({ pageSize: PAGE_SIZE });
  return instances.map(({ sid, friendlyName: name }) => ({ sid, name }));
}
