import { nextOpening } from '../config';
import type { Deps } from '../endpoint';
import { startTimer } from '../workers';
import { type Attributes, nextAttemptOf, objectIn, readWork } from './attributes';
import { makeOnce } from './once';
import { cancelTask, type KnownTask, readTask } from './tasks';

/** The kind of timer that brings a callback into the queue when it is due. */
export const CALLBACK = 'callback';

/** A callback that waits for its time: what its timer is started with. */
export interface Due {
  /** What its task is made for; see `makeOnce`. */
  key: string;
  attributes: Attributes;
  priority: number;
  /** What it is to be lined up by. Milliseconds since the epoch. */
  since: number;
}

/** When it may be called, at a moment at the earliest: within business hours. */
const openAt = ({ config }: Deps, at: number): number =>
  nextOpening(config.businessHours, config.timeZone, new Date(at)).getTime();

/** Starts the timer for a moment, or for the opening after it. One request. */
async function wait(deps: Deps, due: Due, at: number): Promise<void> {
  const { callback_number: number } = due.attributes;
  await startTimer(deps, {
    kind: CALLBACK,
    // Where TaskRouter can look for it.
    payload: { ...due, ...(number === undefined ? {} : { callback_number: number }) },
    seconds: (openAt(deps, at) - deps.now().getTime()) / 1000,
  });
}

/** Makes a task for somebody who is to be called, at once or when it opens next. Safe to repeat. */
export async function bringInHours(deps: Deps, due: Due): Promise<void> {
  const now = deps.now().getTime();
  if (openAt(deps, now) > now) return wait(deps, due, now);
  const { key, attributes, priority, since } = due;
  // Twilio's clock may be a little behind ours.
  const place = since > now - 1000 ? {} : { since };
  await makeOnce(deps, key, { attributes, priority, ...place });
}

/** The task that follows one is named after it: however often it is asked for, there is one. */
export const after = (task: string): string => `after.${task}`;

/** Put off until the next opening: before those that come then. */
const CLOSED = { seconds: 0, reason: 'It is called back in business hours.' };

/** A callback can't be offered now: it comes again after a while, within hours, in its place. Two requests. Safe to repeat. */
export async function putOff(
  deps: Deps,
  { sid, attributes, priority, since }: KnownTask,
  { seconds, reason } = CLOSED,
): Promise<void> {
  const work = attributesFor(attributes);
  const at = deps.now().getTime() + seconds * 1000;
  if (work !== undefined) await wait(deps, { key: after(sid), attributes: work, priority, since }, at);
  await cancelTask(deps, sid, reason);
}

/** What the task that follows one is about: the same; undefined when there is nobody to call and nothing to hear. Pure. */
export const attributesFor = (attributes: Attributes): Attributes | undefined => {
  if (readWork(attributes) === undefined) return undefined;
  const { once: _once, ...rest } = attributes;
  return rest;
};

/**
 * A callback has reached nobody: the next attempt comes after CALLBACK_MINUTES, if there is one left. Two requests, one
 * when there is none. Safe to repeat. Gives back the number that is called then; undefined: that was the last attempt.
 */
export async function waitForNext(deps: Deps, task: string): Promise<string | undefined> {
  const known = await readTask(deps, task);
  const attributes = known && nextAttemptOf(known.attributes);
  if (known === undefined || attributes === undefined) return undefined;
  const at = deps.now().getTime() + deps.config.callbackMinutes * 60_000;
  await wait(deps, { key: after(task), attributes, priority: known.priority, since: openAt(deps, at) }, at);
  return readWork(attributes)?.callback?.number;
}

/** What a timer was started with, checked; undefined when somebody else has made it. */
export function dueIn(payload: Attributes): Due | undefined {
  const { key, attributes, priority, since } = payload;
  const known = typeof attributes === 'object' && attributes !== null ? JSON.stringify(attributes) : '';
  const about = objectIn(known);
  if (typeof key !== 'string' || !/^[\w.]{1,60}$/.test(key) || readWork(about) === undefined)
    return undefined;
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0) return undefined;
  return typeof since === 'number' && about !== undefined
    ? { key, attributes: about, priority, since }
    : undefined;
}

/** The time of a callback has come: it is lined up, or put off once more if nobody works now. Safe to repeat. */
export async function callbackDue(deps: Deps, payload: Attributes): Promise<void> {
  const due = dueIn(payload);
  if (due !== undefined) await bringInHours(deps, due);
}
