import type { Deps } from '../endpoint';
import { ACTIVITY, sameActivity } from './activities';
import { type AfterCall, afterCallOf } from './attributes';
import { startTimer } from './timers';
import { changeWorker, readWorker, type Worker, type WorkerChange } from './worker';

/** The call and the task that a note is about. */
export type NoteOf = Pick<AfterCall, 'call' | 'task'>;

/** A note whose timer has run out, as the timer's payload has it. */
export interface DueNote extends NoteOf {
  /** When the timer was to run out, milliseconds since the epoch; without it, now. */
  until?: number;
}

/** The kind of timer that ends the time for a note. Its payload: `worker`, and what `DueNote` has. */
export const AFTER_CALL = 'after-call';

/** What is left of a note's time is not worth another timer. Milliseconds. */
const SLACK_MS = 2_000;

const isIn = ({ activity }: Worker, ...names: string[]): boolean =>
  names.some((name) => sameActivity(name, activity));

/** Back to what the person wanted to do after the call, else to work. */
function onwards({ attributes: { next } }: Worker): WorkerChange {
  if (next !== undefined) return { activity: next, attributes: { chosen: next, next: null } };
  return { activity: ACTIVITY.available, attributes: { chosen: null, reason: null } };
}

/**
 * What a caller's coming makes of the agent who has taken them; pure. Undefined when that is over already. Who has chosen
 * to leave while their phone rang, leaves after the call.
 */
export function callBegins(worker: Worker, task: string): WorkerChange | undefined {
  const { after_call: pending, chosen } = worker.attributes;
  if (pending?.task === task || isIn(worker, ACTIVITY.postCall)) return undefined;
  const leaves = chosen !== undefined && isIn(worker, chosen) && !isIn(worker, ACTIVITY.available);
  return { activity: ACTIVITY.inCall, attributes: { task, ...(leaves ? { next: chosen } : {}) } };
}

/** What the end of a call makes of its agent; pure. Said again it changes nothing: not the end of the time either. */
export function afterCallBegins(worker: Worker, { call, task, until }: AfterCall): WorkerChange {
  const pending = worker.attributes.after_call;
  const known = pending?.call === call && afterCallOf(worker.attributes) !== undefined;
  const attributes = { task: null, after_call: known ? pending : { call, task, until } };
  // Who has gone away meanwhile is not taken back to work by a note.
  return isIn(worker, ACTIVITY.inCall, ACTIVITY.available)
    ? { activity: ACTIVITY.postCall, attributes }
    : { attributes };
}

/** What the end of a note makes of its agent; pure. The note of a later call stays. */
export function afterCallEnds(worker: Worker, call: string): WorkerChange | undefined {
  const { after_call: pending } = worker.attributes;
  if (pending !== undefined && pending.call !== call) return undefined;
  const moves = isIn(worker, ACTIVITY.postCall) ? onwards(worker) : {};
  return { ...moves, attributes: { ...moves.attributes, after_call: null } };
}

/** What the end of a call without a note makes of an agent who was set aside for it; pure. */
export function callEnds(worker: Worker): WorkerChange | undefined {
  if (!isIn(worker, ACTIVITY.inCall)) return undefined;
  const moves =
    afterCallOf(worker.attributes) === undefined ? onwards(worker) : { activity: ACTIVITY.postCall };
  return { ...moves, attributes: { ...moves.attributes, task: null } };
}

/** An agent has a caller: shows so, and which task. Two requests, one when it is shown. Safe to repeat. */
export async function beginCall(deps: Deps, workerSid: string, task: string): Promise<void> {
  await changeWorker(deps, workerSid, (worker) => callBegins(worker, task));
}

/**
 * A customer's call is over: its agent has AFTER_CALL_SECONDS for the note, and a timer ends that. Three requests. Safe
 * to repeat: a timer more does no harm.
 */
export async function beginAfterCall(deps: Deps, workerSid: string, note: NoteOf): Promise<void> {
  const seconds = deps.config.afterCallSeconds;
  const until = deps.now().getTime() + seconds * 1000;
  // First the timer: without one nobody would end it.
  await startTimer(deps, { kind: AFTER_CALL, seconds, payload: { worker: workerSid, ...note, until } });
  await changeWorker(deps, workerSid, (worker) => afterCallBegins(worker, { ...note, until }));
}

/**
 * The note is written, or its time is over: the agent goes on to what they chose meanwhile, else to work. Two requests,
 * one when that is so already. Safe to repeat.
 */
export async function endAfterCall(deps: Deps, workerSid: string, call: string): Promise<void> {
  await changeWorker(deps, workerSid, (worker) => afterCallEnds(worker, call));
}

/**
 * The timer of a note has run out. `over`: end it (`endAfterCall`, complete the task). `extended`: the agent has asked
 * for more, and another timer runs for the rest. `gone`: it was written already, or the worker is gone; the task may
 * still want completing. One request, two when extended.
 */
export async function afterCallDue(
  deps: Deps,
  workerSid: string,
  { call, task, until: due = deps.now().getTime() }: DueNote,
): Promise<'over' | 'extended' | 'gone'> {
  const pending = (await readWorker(deps, workerSid))?.attributes.after_call;
  if (pending?.call !== call) return 'gone';
  const until = Number(pending.until);
  // By TaskRouter's clock it is `due` now. The same event may come twice: it then asks for the same rest again.
  const left = until - due;
  if (!(left > SLACK_MS)) return 'over';
  const payload = { worker: workerSid, call, task, until };
  await startTimer(deps, { kind: AFTER_CALL, seconds: left / 1000, payload });
  return 'extended';
}

/**
 * A call without a note is over (the agent's own, during which an offer was turned away with the activity in-call): back
 * to what they chose meanwhile, else to work. Two requests, one when they were not set aside. Safe to repeat.
 */
export async function backToWork(deps: Deps, workerSid: string): Promise<void> {
  await changeWorker(deps, workerSid, callEnds);
}
