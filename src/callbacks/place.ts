import { type Attributes, attributesOf, type Message, objectIn, readWork } from './attributes';
import { attributesFor, CALLBACK, dueIn } from './later';
import { type KnownTask, waits } from './tasks';

/** What a customer's callback or message was, when they call by themselves: what their call stands in for. */
export interface Kept {
  /** The task, `WT…`, or that of the timer that was to bring it. */
  task: string;
  attributes: Attributes;
  priority: number;
  /** What it is lined up by. Milliseconds since the epoch. */
  since: number;
}

const TASK = /^WT[0-9a-f]{32}$/i;

/** A task of somebody who is on the line. */
export const isCaller = ({ attributes }: Pick<KnownTask, 'attributes'>): boolean =>
  typeof attributes.call_sid === 'string';

/** The place of a callback or a message; undefined when a task is neither. Pure. */
export function placeOf({ sid, attributes, priority, since }: KnownTask): Kept | undefined {
  if (attributes.timer !== undefined) {
    const due = attributes.timer === CALLBACK ? dueIn(attributes) : undefined;
    return due && { task: sid, attributes: due.attributes, priority: due.priority, since: due.since };
  }
  const about = isCaller({ attributes }) ? undefined : attributesFor(attributes);
  return about && { task: sid, attributes: about, priority, since };
}

/** Somebody is to be called by it, and not only to be heard. */
export function isWanted(task: KnownTask): boolean {
  const { callback, message } = readWork(placeOf(task)?.attributes) ?? {};
  return callback !== undefined && (message === undefined || callback.wanted === true);
}

/** What a caller's task says that it stands in for, checked: anybody with the account's credentials may write it. Pure. */
export function keptIn(attributes: Attributes | undefined): Kept | undefined {
  const kept = objectIn(JSON.stringify(attributes?.kept ?? null));
  const about = objectIn(JSON.stringify(kept?.attributes ?? null));
  const { task, priority, since } = kept ?? {};
  if (typeof task !== 'string' || !TASK.test(task) || about === undefined) return undefined;
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0) return undefined;
  if (typeof since !== 'number' || !(since >= 0 && since <= 8.64e15)) return undefined;
  return readWork(about)?.callback === undefined ? undefined : { task, attributes: about, priority, since };
}

/** A message that a caller has left before, when their call stands in for it. Pure. */
export const messageKept = (attributes: Attributes | undefined): Message | undefined =>
  readWork(keptIn(attributes)?.attributes)?.message;

/** What a caller's task must say to stand in a place: the workflow goes by `instead_of`. Pure. */
export const standingIn = (kept: Kept): Attributes => ({
  instead_of: kept.task,
  kept: { ...kept, attributes: attributesOf(kept.attributes, readWork(kept.attributes) ?? {}) },
});

/** Of several, whoever wants to be called comes before a message alone; then whoever has waited for longer. */
const order = (one: Kept, other: Kept): number => {
  const spoken = ({ attributes }: Kept) => Number(readWork(attributes)?.message !== undefined);
  return spoken(one) - spoken(other) || one.since - other.since;
};

/** The place that is to be taken, of all that is under way with a number. Pure. */
export const firstPlace = (tasks: KnownTask[]): Kept | undefined =>
  tasks.flatMap((task) => (waits(task) ? (placeOf(task) ?? []) : [])).sort(order)[0];
