import { type Input, Problem } from '../endpoint';
import { topicName } from '../live-state';
import { aboutWorker, hasRunOut } from '../workers';
import type { TaskNews } from './follow-task';
import type { RouterEvent } from './schemas';
import { compact, type Stamp, type TaskFacts, type WorkerFacts } from './state';

type Fields = Input<typeof RouterEvent>;

/** Attributes of a task or a worker: ours, but anybody with the account's credentials may write them. */
export type Attributes = Record<string, unknown>;

/** An offer that its worker can take no longer. */
export interface Withdrawn {
  reservation: string;
  task: string;
  worker: string;
  /** What became of it. */
  how: 'canceled' | 'rescinded' | 'timeout' | 'failed';
  /** The attributes of the worker; empty when TaskRouter didn't tell. */
  workerAttributes: Attributes;
}

/** What follows from an event of a task besides where it is. */
export interface TaskTold {
  withdrawn?: Withdrawn;
  /** There is a task by which a colleague is to be asked, or it is over; what it says of the transfer. */
  asked?: { transfer: unknown };
  unasked?: { transfer: unknown };
  /** A caller whose call stands in for a callback has come into the queue, or has gone unserved. */
  standIn?: { is: 'queued' | 'gone'; attributes: Attributes };
}

/** What one event tells, and of what. */
export type Told =
  | ({ about: 'task' } & TaskTold & TaskNews)
  | { about: 'timer'; task: string; attributes: Attributes; begun: boolean; ranOut: boolean }
  | { about: 'worker'; worker: string; facts: WorkerFacts }
  | { about: 'nothing'; reason: string };

/** What a type of event tells of its task. */
type Tells = 'more' | 'transfer' | 'end' | 'held' | 'over';
const TASK: Record<string, Tells> = {
  'task.created': 'more',
  'task.updated': 'more',
  'task.wrapup': 'more',
  'task.completed': 'end',
  'task.canceled': 'end',
  'task.deleted': 'end',
  'task.system-deleted': 'end',
  // A task that waits too long goes on to the next target, which may be the same queue with another priority.
  'workflow.target-matched': 'more',
  // Of the events about queues the one that says which queue a task is in now: workflows move tasks on.
  'task-queue.entered': 'more',
  'reservation.created': 'more',
  'reservation.accepted': 'held',
  'reservation.wrapup': 'held',
  'reservation.completed': 'end',
  'reservation.rejected': 'over',
  'reservation.timeout': 'over',
  'reservation.canceled': 'over',
  'reservation.rescinded': 'over',
  'reservation.failed': 'over',
};

const tellsOf = (type: string): Tells | undefined =>
  // The queue that these name is the one the task would be handed to.
  type.startsWith('task.transfer-') ? 'transfer' : Object.hasOwn(TASK, type) ? TASK[type] : undefined;

const WORKER = /^worker\.(created|deleted|(activity|attributes|capacity|channel\.availability)\.update)$/;
/** The only ones at which an activity begins. */
const BEGINS_ACTIVITY = /^worker\.(created|activity\.update)$/;

function wrong(field: keyof Fields, fix: string, problem: 'missing' | 'wrong' = 'wrong'): Problem {
  return new Problem('invalid_input', { fields: [{ field, problem, fix }] });
}

function required(fields: Fields, field: keyof Fields): string {
  const value = fields[field];
  if (value === undefined || value === '')
    throw wrong(field, `Send ${field} with ${fields.EventType}.`, 'missing');
  return value;
}

/** Milliseconds since the epoch, of seconds, milliseconds or ISO 8601. */
function time(fields: Fields, field: 'Timestamp' | 'TimestampMs' | 'TaskDateCreated'): number | undefined {
  const text = fields[field];
  if (text === undefined || text === '') return undefined;
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  // The end of what a date can be.
  if (!(Math.abs(ms) <= 8.64e15)) throw wrong(field, 'Send the time in seconds since 1970.');
  return ms;
}

const TOPIC = 'Give the task a "topic" of at most 200 characters, without / \\ % ? # and control characters.';

/** What is in a field of JSON; it must be an object. */
function attributesIn(fields: Fields, field: 'TaskAttributes' | 'WorkerAttributes'): Attributes {
  let attributes: unknown;
  try {
    attributes = JSON.parse(required(fields, field));
  } catch (error) {
    if (error instanceof Problem) throw error;
  }
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes))
    throw wrong(field, 'Send the attributes as a JSON object.');
  return attributes as Attributes;
}

function topicIn(attributes: Attributes, task: string): string {
  const topic = topicName(attributes, task);
  if (topic === undefined) throw wrong('TaskAttributes', TOPIC);
  return topic;
}

/** Enough of a SID to tell a task's reservations, or two events of the same millisecond, apart. */
const endOf = (sid: string): string => sid.slice(-8);

function offerOf(fields: Fields, tells: Tells, stamp: Stamp): Pick<TaskFacts, 'offers'> {
  if (tells !== 'held' && tells !== 'over') return {};
  const reservation = required(fields, 'ReservationSid');
  const key = endOf(reservation);
  if (tells === 'over') return { offers: { [key]: stamp } };
  return { offers: { [key]: [...stamp, required(fields, 'WorkerSid'), reservation] } };
}

const WITHDRAWN = /^reservation\.(canceled|rescinded|timeout|failed)$/;

function withdrawnOf(fields: Fields, task: string): Withdrawn | undefined {
  const how = WITHDRAWN.exec(fields.EventType)?.[1] as Withdrawn['how'] | undefined;
  const { ReservationSid: reservation, WorkerSid: worker, WorkerAttributes: attributes } = fields;
  if (how === undefined || reservation === undefined || worker === undefined) return undefined;
  const workerAttributes =
    attributes === undefined || attributes === '' ? {} : attributesIn(fields, 'WorkerAttributes');
  return { reservation, task, worker, how, workerAttributes };
}

/** Callers say what they stand in for; who is to be called stands in for a call. */
function standInOf({ EventType: type }: Fields, attributes: Attributes): 'queued' | 'gone' | undefined {
  if (typeof attributes.call_sid !== 'string') return undefined;
  if (type === 'task.created' && attributes.instead_of !== undefined) return 'queued';
  return type === 'task.canceled' && attributes.kept !== undefined ? 'gone' : undefined;
}

/** A task with the attribute `timer` is no customer: what counts is that its time has run out. */
function timerTold(fields: Fields, task: string, attributes: Attributes): Told {
  return {
    about: 'timer',
    task,
    attributes,
    begun: fields.EventType === 'task.created',
    ranOut: hasRunOut(fields),
  };
}

function taskTold(fields: Fields, tells: Tells, stamp: Stamp): Told {
  const task = required(fields, 'TaskSid');
  const attributes = attributesIn(fields, 'TaskAttributes');
  if (attributes.timer !== undefined) return timerTold(fields, task, attributes);
  const [at, by] = stamp;
  // The end of a reservation names the queue that it was made in, and may in the same instant move the task on.
  const named = tells === 'over' ? '' : by;
  const { TaskQueueSid: queue, TaskPriority: priority } = fields;
  if (priority !== undefined && !/^-?\d{1,10}$/.test(priority))
    throw wrong('TaskPriority', 'Send the priority as a whole number.');
  const facts = compact<TaskFacts>({
    since: Math.min(time(fields, 'TaskDateCreated') ?? at, at),
    last: at,
    queue: queue === undefined || tells === 'transfer' ? undefined : [at, named, queue],
    priority: priority === undefined ? undefined : [...stamp, Number(priority)],
    offers: offerOf(fields, tells, stamp).offers,
    end: tells === 'end' ? [...stamp, fields.EventType] : undefined,
  });
  const withdrawn = withdrawnOf(fields, task);
  const standIn = standInOf(fields, attributes);
  const isAsked = fields.EventType === 'task.created' && attributes.transfer !== undefined;
  const isUnasked = fields.EventType === 'task.canceled' && attributes.transfer !== undefined;
  return {
    about: 'task',
    topic: topicIn(attributes, task),
    task,
    facts,
    isFirst: fields.EventType === 'task.created',
    ...(withdrawn === undefined ? {} : { withdrawn }),
    ...(isAsked ? { asked: { transfer: attributes.transfer } } : {}),
    ...(isUnasked ? { unasked: { transfer: attributes.transfer } } : {}),
    ...(standIn === undefined ? {} : { standIn: { is: standIn, attributes } }),
  };
}

function workerTold(fields: Fields, stamp: Stamp): Told {
  const worker = required(fields, 'WorkerSid');
  const { EventType: type, WorkerName: name, WorkerAttributes: attributes } = fields;
  const begins = BEGINS_ACTIVITY.test(type);
  const facts = compact<WorkerFacts>({
    name: name === undefined ? undefined : [...stamp, name],
    activity: begins ? [...stamp, required(fields, 'WorkerActivityName')] : undefined,
    about:
      attributes === undefined || attributes === ''
        ? undefined
        : [...stamp, aboutWorker(attributesIn(fields, 'WorkerAttributes'))],
    gone: type === 'worker.deleted' ? stamp : undefined,
  });
  return { about: 'worker', worker, facts };
}

/**
 * What an event tells. Fails with `invalid_input` when it lacks what its type needs: Twilio then shows the answer in its
 * log and does not deliver again. `now` stands for a time that the event doesn't give.
 */
export function readEvent(fields: Fields, now: number): Told {
  const { EventType: type, Sid = '' } = fields;
  const tells = tellsOf(type);
  if (tells === undefined && !WORKER.test(type))
    return { about: 'nothing', reason: 'Nothing follows from an event of this type.' };
  const at = time(fields, 'TimestampMs') ?? time(fields, 'Timestamp') ?? now;
  const stamp: Stamp = [at, endOf(Sid)];
  return tells === undefined ? workerTold(fields, stamp) : taskTold(fields, tells, stamp);
}
