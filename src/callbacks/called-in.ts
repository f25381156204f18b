import type { Deps } from '../endpoint';
import { type Attributes, readWork } from './attributes';
import { bringInHours } from './later';
import { firstPlace, isWanted, type Kept, keptIn, placeOf, standingIn } from './place';
import { cancelTask, changeTask, isOpenTask, type KnownTask, othersOf, readTask } from './tasks';

const E164 = /^\+[1-9]\d{6,14}$/;

const REASON = 'The customer has called in.';

/**
 * What is to be said of a caller's task when they were to be called themselves, or have left a message: `attributes` to
 * give it, and its priority at least. Undefined: nobody was to call them. One request, one more for each task that is
 * under way with their number.
 */
export async function placeOfCaller(
  deps: Deps,
  number: string,
): Promise<{ attributes: Attributes; priority: number } | undefined> {
  if (!E164.test(number)) return undefined;
  const theirs = await othersOf(deps, number);
  const kept = firstPlace(theirs);
  if (kept !== undefined) return { attributes: standingIn(kept), priority: kept.priority };
  // An agent is about to reach them: they find the line busy, as they are calling us.
  const taken = theirs.find((task) => task.status === 'assigned' && placeOf(task) !== undefined);
  return taken && { attributes: { instead_of: taken.sid }, priority: taken.priority };
}

/**
 * Puts a caller in the place of a callback, and takes the callback away. First the caller's task is told what it stands
 * in for; so, whoever fails between the two, nothing is forgotten: the callback is offered, and finds the caller.
 * Three requests. False: the caller has gone, or has an agent who doesn't know of the message; the callback stays.
 */
export async function takePlace(deps: Deps, caller: KnownTask, kept: Kept): Promise<boolean> {
  const now = deps.now().getTime();
  const told = keptIn(caller.attributes)?.task === kept.task;
  const after = await changeTask(deps, caller.sid, {
    since: Math.min(kept.since, now - 1000, caller.since),
    ...(told ? {} : { attributes: { ...caller.attributes, ...standingIn(kept) } }),
    ...(kept.priority > caller.priority ? { priority: kept.priority } : {}),
  });
  if (after === undefined || !isOpenTask(after) || keptIn(after.attributes)?.task !== kept.task) return false;
  const unheard = !told && readWork(kept.attributes)?.message !== undefined;
  if (unheard && after.status !== 'pending') return false;
  const status = await cancelTask(deps, kept.task, REASON);
  deps.log.note({ calledIn: status ?? 'gone' });
  // Who has hung up meanwhile found the callback still there, and brought back nothing.
  const last = await readTask(deps, caller.sid);
  if (status === 'canceled' && (last === undefined || last.status === 'canceled'))
    await bringBack(deps, caller.sid, { ...caller.attributes, ...standingIn(kept) });
  return true;
}

/**
 * A caller's task was made who stands in for a callback: it is taken away. Safe to repeat. Three requests, one more when
 * an agent was about to reach them.
 */
export async function callerQueued(deps: Deps, sid: string, attributes: Attributes): Promise<void> {
  const number = String(attributes.from ?? '');
  // The agent may have given up since.
  const kept =
    keptIn(attributes) ?? (E164.test(number) ? firstPlace(await othersOf(deps, number)) : undefined);
  const task = { sid, attributes, status: 'pending', priority: 0, since: deps.now().getTime() };
  if (kept !== undefined) await takePlace(deps, task, kept);
}

/**
 * A caller has gone unserved whose call stood in for a callback: they are to be called as before, in their place; unless
 * that has been seen to. Safe to repeat. Four requests.
 */
export async function bringBack(deps: Deps, task: string, attributes: Attributes): Promise<void> {
  const kept = keptIn(attributes);
  const { callback, message } = readWork(kept?.attributes) ?? {};
  if (kept === undefined || callback === undefined) return;
  const others = await othersOf(deps, callback.number, task);
  if (others.some((other) => other.sid === kept.task || (message === undefined && isWanted(other)))) return;
  const { priority, since } = kept;
  // The name that it would have if they had left their number in this call: one of the two is made.
  await bringInHours(deps, {
    key: `call.${String(attributes.call_sid)}`,
    // By this the workflow lets them keep their place.
    attributes: { ...kept.attributes, instead_of: task },
    priority,
    since: Math.min(since, deps.now().getTime()),
  });
}
