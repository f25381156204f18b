import type { Deps } from '../endpoint';
import { type Message, readWork, withMessage } from './attributes';
import { takePlace } from './called-in';
import { after, putOff, waitForNext } from './later';
import { madeAlready } from './once';
import { firstPlace, isCaller, isWanted, placeOf } from './place';
import { cancelTask, changeTask, isOpenTask, type KnownTask, othersOf, waits } from './tasks';

/** When it is looked again whether somebody still deals with a number. Seconds. */
const LATER = { seconds: 120, reason: 'Somebody deals with that number.' };

/** What is to become of a callback or a message that is offered. `gone`: nothing, another task has it or will come. */
export type Turn = { do: 'offer'; message?: Message } | { do: 'gone' };

const isOnTheLine = (task: KnownTask): boolean =>
  isCaller(task) && (waits(task) || task.status === 'assigned');

/** Of two that are offered at the same moment the one that has waited for longer stands. */
const isBefore = (one: KnownTask, other: KnownTask): boolean =>
  one.since < other.since || (one.since === other.since && one.sid < other.sid);

/** An agent has that customer, or is offered them before. */
const isDealtWith = (other: KnownTask, task: KnownTask): boolean =>
  isOpenTask(other) && (!waits(other) || (other.status === 'reserved' && isBefore(other, task)));

/**
 * Gives a message of the same number to the callback that is being offered: one agent hears the one and makes the other.
 * Four requests. Undefined: an agent has just taken the message.
 */
async function bringMessage(deps: Deps, task: KnownTask, other: KnownTask): Promise<Message | undefined> {
  const message = readWork(other.attributes)?.message;
  if (message === undefined) return undefined;
  const told = await changeTask(deps, task.sid, { attributes: withMessage(task.attributes, message) });
  if (readWork(told?.attributes)?.message?.id !== message.id) return undefined;
  const status = await cancelTask(deps, other.sid, 'It is heard with the callback.');
  if (status === undefined || status === 'canceled') {
    // Who was offered it at the same moment may have put it off.
    await madeAlready(deps, after(other.sid), task.sid);
    return message;
  }
  await changeTask(deps, task.sid, { attributes: task.attributes });
  return undefined;
}

/**
 * A callback or a message is about to be offered: no two agents shall deal with one number. Who is on the line by
 * themselves takes its place; while an agent has, or is offered, the same number by another task it is put off for two
 * minutes; a message that waits goes with the callback. One request when nothing else is under way with that number.
 */
export async function turnOf(deps: Deps, task: KnownTask, number: string): Promise<Turn> {
  const others = await othersOf(deps, number, task.sid);
  const caller = others.find(isOnTheLine);
  const place = placeOf(task);
  if (caller !== undefined && place !== undefined && caller.attributes.transfer === undefined)
    if (caller.since >= task.since && (await takePlace(deps, caller, place))) return { do: 'gone' };
  const theirs = others.filter(
    (other) => placeOf(other) !== undefined && other.attributes.timer === undefined,
  );
  if (caller !== undefined || theirs.some((other) => isDealtWith(other, task))) {
    deps.log.note({ withheld: LATER.reason });
    await putOff(deps, task, LATER);
    return { do: 'gone' };
  }
  if (readWork(task.attributes)?.message !== undefined) return { do: 'offer' };
  const spoken = theirs.find((other) => other.status === 'pending' && !isWanted(other));
  if (spoken === undefined) return { do: 'offer' };
  const message = await bringMessage(deps, task, spoken);
  if (message !== undefined) return { do: 'offer', message };
  await putOff(deps, task, LATER);
  return { do: 'gone' };
}

/**
 * A callback has reached nobody: another attempt comes later, if there is one left. Whoever found the line busy because
 * their customer was calling in gives the place to that call. Three requests, one when there is no attempt left. Safe to repeat.
 */
export async function tryAgainLater(deps: Deps, task: string): Promise<void> {
  const number = await waitForNext(deps, task);
  if (number === undefined) return;
  try {
    const others = await othersOf(deps, number, task);
    const caller = others.find(isOnTheLine);
    const kept = firstPlace(others);
    if (caller !== undefined && kept !== undefined) await takePlace(deps, caller, kept);
  } catch (error) {
    // The next attempt finds them, if they are still there.
    deps.log.failure(error);
  }
}

/** A customer was reached: nobody else need call them. What they have said is still to be heard. One request. Safe to repeat. */
export async function closeOthers(deps: Deps, number: string, task: string): Promise<void> {
  const others = await othersOf(deps, number, task);
  const spoken = (other: KnownTask) => readWork(placeOf(other)?.attributes)?.message !== undefined;
  const idle = others.filter((other) => waits(other) && isWanted(other) && !spoken(other));
  for (const { sid } of idle) await cancelTask(deps, sid, 'The customer was called back.');
}
