import type { Deps } from '../../endpoint';
import { topicName } from '../../live-state';
import { answered } from '../../twilio';
import type { QueueItem } from '../contract';
import { compact, type Stamp, type TaskFacts } from '../state';

/** Statuses of a task that goes on. https://www.twilio.com/docs/taskrouter/lifecycle-task-state */
const WAITING = ['pending', 'reserved'];
const ASSIGNED = ['assigned', 'wrapping'];
const PAGE = 1_000;

/** A task as TaskRouter tells it. */
export interface Truth {
  task: string;
  topic: string;
  queue: string;
  priority: number;
  /** Milliseconds since the epoch. */
  since: number;
  /** Who has it; absent while it waits. */
  held?: { worker: string; reservation: string };
}

/** A task that goes on, before it is asked who has it. */
export interface Found extends Omit<Truth, 'held'> {
  isAssigned: boolean;
}

/** The part of the SDK's task that counts here. */
interface TaskInstance {
  sid: string;
  attributes: string;
  assignmentStatus: string;
  taskQueueSid: string;
  priority: number;
  dateCreated: Date;
}

const tasksOf = (deps: Deps, workspace: string) => deps.twilio().taskrouter.v1.workspaces(workspace).tasks;

function attributesOf(text: string): { topic?: unknown; timer?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

async function holderOf(deps: Deps, workspace: string, task: string): Promise<Truth['held']> {
  const { instances } = await tasksOf(deps, workspace)(task).reservations.page({ pageSize: 50 });
  const held = instances.filter(({ reservationStatus: status }) =>
    ['accepted', 'wrapping'].includes(String(status)),
  );
  const newest = held.sort((a, b) => b.dateCreated.getTime() - a.dateCreated.getTime())[0];
  return newest === undefined ? undefined : { worker: newest.workerSid, reservation: newest.sid };
}

/** undefined: no task of a customer that goes on, or of a topic that can't be kept. */
function foundIn(task: TaskInstance): Found | undefined {
  const { sid, assignmentStatus: status } = task;
  const isAssigned = ASSIGNED.includes(status);
  const attributes = attributesOf(task.attributes);
  const topic = topicName(attributes, sid);
  if (!isAssigned && !WAITING.includes(status)) return undefined;
  if (topic === undefined || attributes.timer !== undefined) return undefined;
  const { taskQueueSid: queue, priority, dateCreated } = task;
  return { task: sid, topic, queue, priority, since: dateCreated.getTime(), isAssigned };
}

/** One request for a task that is assigned. */
export async function truthOf(deps: Deps, workspace: string, found: Found): Promise<Truth> {
  const { isAssigned, ...task } = found;
  const held = isAssigned ? await holderOf(deps, workspace, task.task) : undefined;
  return held === undefined ? task : { ...task, held };
}

/** The tasks of a queue that go on. A request for each thousand. */
export async function tasksIn(deps: Deps, workspace: string, queue: string): Promise<Found[]> {
  const assignmentStatus = [...WAITING, ...ASSIGNED];
  const options = { taskQueueSid: queue, assignmentStatus, pageSize: PAGE };
  const tasks: Found[] = [];
  const first: Pick<
    Awaited<ReturnType<ReturnType<typeof tasksOf>['page']>>,
    'instances' | 'nextPage'
  > = await tasksOf(deps, workspace).page(options);
  for (let page = first; ; ) {
    for (const task of page.instances) {
      const found = foundIn(task as unknown as TaskInstance);
      if (found !== undefined) tasks.push(found);
    }
    const next = await page.nextPage();
    if (next === undefined) return tasks;
    page = next;
  }
}

/** What has become of one task; undefined when it has ended. */
export async function truthNow(deps: Deps, workspace: string, task: string): Promise<Truth | undefined> {
  try {
    const found = foundIn((await tasksOf(deps, workspace)(task).fetch()) as unknown as TaskInstance);
    return found && (await truthOf(deps, workspace, found));
  } catch (error) {
    if (answered(error, 404)) return undefined;
    throw error;
  }
}

/** The item that a task should have. */
export const itemOf = ({ topic, priority, since, held }: Truth): QueueItem =>
  compact<QueueItem>({
    v: 1,
    state: held === undefined ? 'waiting' : 'assigned',
    topic,
    priority,
    since,
    worker: held?.worker,
  });

/** See `endOf` of events: how a reservation is known in facts. */
const keyOf = (reservation: string): string => reservation.slice(-8);

/**
 * What TaskRouter told, as facts of the moment `stamp`: held offers that it knows nothing of are over, unless they are of
 * later events.
 */
export function factsOf(truth: Truth, known: TaskFacts | undefined, stamp: Stamp): TaskFacts {
  const { queue, priority, since, held } = truth;
  const offers: NonNullable<TaskFacts['offers']> = {};
  for (const [key, offer] of Object.entries(known?.offers ?? {}))
    if (offer.length > 2 && offer[0] < stamp[0]) offers[key] = [...stamp];
  if (held !== undefined) offers[keyOf(held.reservation)] = [...stamp, held.worker, held.reservation];
  return {
    since,
    last: stamp[0],
    queue: [...stamp, queue],
    priority: [...stamp, priority],
    ...(Object.keys(offers).length === 0 ? {} : { offers }),
  };
}
