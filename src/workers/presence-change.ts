import { ACTIVITY, sameActivity } from './activities';
import { type AfterCall, type AttributesPatch, afterCallOf } from './attributes';
import type { Worker, WorkerChange } from './worker';

/** How much longer a person may ask to have for a note, in one go. Seconds. */
export const MORE_SECONDS = { least: 15, most: 600 };
/** And from now on altogether, however often they ask. Milliseconds. */
export const LONGEST_MS = 3_600_000;

/** What a person asks for, checked. */
export interface Wish {
  /** One of the workspace's, as it is written there. */
  activity?: string;
  reason?: string;
  /** Where calls are to ring: `client:…` or E.164. */
  contact?: string;
  /** When the time for the note of that call is to end, at the earliest. Milliseconds since the epoch. */
  extended?: Pick<AfterCall, 'call' | 'until'>;
}

/** When a note's time ends after it was extended; pure. Undefined when there is no note. */
export function extended(worker: Worker, seconds: number, now: number): Wish['extended'] {
  const { after_call: note } = worker.attributes;
  if (note === undefined || afterCallOf(worker.attributes) === undefined) return undefined;
  const until = Math.min(Math.max(note.until, now) + seconds * 1000, now + LONGEST_MS);
  return { call: note.call, until };
}

/** Whether the worker is in a call, so that what they choose is for afterwards. */
export const isInCall = ({ activity }: Worker): boolean => sameActivity(activity, ACTIVITY.inCall);

function activityWish(worker: Worker, wanted: string, reason: string | null, talks: boolean): WorkerChange {
  if (!isInCall(worker) || !talks)
    return { activity: wanted, attributes: { chosen: wanted, reason, next: null } };
  // After the call they are available anyway.
  const next = sameActivity(wanted, ACTIVITY.available) ? null : wanted;
  return { attributes: { next, reason: next === null ? null : reason } };
}

/**
 * What a wish changes; pure. Made again it changes nothing more. `talks`: whether a call really goes on while the worker
 * is in-call.
 */
export function granted(worker: Worker, wish: Wish, talks: boolean): WorkerChange {
  const { activity, reason = '', contact, extended: more } = wish;
  const base: WorkerChange =
    activity === undefined ? {} : activityWish(worker, activity, reason === '' ? null : reason, talks);
  const attributes: AttributesPatch = { ...base.attributes };
  if (contact !== undefined) attributes.contact_uri = contact;
  const { after_call: note } = worker.attributes;
  if (more !== undefined && note?.call === more.call)
    attributes.after_call = { ...note, until: Math.max(note.until, more.until) };
  return { ...base, attributes };
}
