import type { Deps } from '../endpoint';
import { attributesOf, withMessage } from './attributes';
import { makeOnce } from './once';
import { isWanted, messageKept } from './place';
import { cancelTask, type KnownTask, othersOf, readTask, tasksWith, waits } from './tasks';

/** A caller who waits and would rather be called. */
export interface LeavesNumber {
  callSid: string;
  /** The number to call, E.164, allowed by policy. */
  number: string;
  language: string;
  /** How long they have waited, in seconds, by what Twilio tells. */
  waited: number;
}

/** What became of it. `taken`: an agent has just taken the caller; they stay on the line. */
export type NumberLeft = 'left' | 'taken';

/** The task of the call that waits, with its attributes. At most two requests. */
async function waitingTask(deps: Deps, callSid: string): Promise<KnownTask | undefined> {
  const tasks = await tasksWith(deps, 'call_sid', callSid);
  const found = tasks.find(waits) ?? tasks[0];
  if (found === undefined || Object.keys(found.attributes).length > 0) return found;
  return readTask(deps, found.sid);
}

/** Somebody is to call that number already. One request, one more for each task whose attributes the list leaves out. */
const isCalled = async (deps: Deps, number: string, ours: string): Promise<boolean> =>
  (await othersOf(deps, number)).some((task) => isWanted(task) && task.attributes.once !== ours);

/**
 * A caller leaves the queue and keeps their place: makes a task that is lined up where the caller's is, then takes
 * that one away. Of the two TaskRouter gives one to an agent: when an agent has the caller by now, it is the other one
 * that goes. Six requests or so; done again it finds what was done. Who is to be called already is called once.
 * Throws when it could not be done; then the caller had better wait on.
 */
export async function leaveNumber(deps: Deps, caller: LeavesNumber): Promise<NumberLeft> {
  const { callSid, number, language, waited } = caller;
  const task = await waitingTask(deps, callSid);
  if (task !== undefined && ['assigned', 'wrapping'].includes(task.status)) return 'taken';
  const key = `call.${callSid}`;
  const now = deps.now().getTime();
  // Where Twilio has lined them up, by Twilio's clock.
  const since = task?.since ?? now - (waited + 1) * 1000;
  let made: string | undefined;
  if (!(await isCalled(deps, number, key))) {
    const about = task?.attributes ?? { language };
    const callback = { number, attempt: 1, of: deps.config.callbackAttempts, since };
    // What they had said before, and nobody has heard.
    const message = messageKept(about);
    const work = attributesOf(about, { callback });
    made = await makeOnce(deps, key, {
      attributes: {
        ...(message === undefined ? work : withMessage(work, message)),
        ...(task === undefined ? {} : { instead_of: task.sid }),
      },
      ...(task === undefined ? {} : { priority: task.priority }),
      since,
    });
  }
  deps.log.note({ callback: made ?? 'wanted already' });
  if (task === undefined) return 'left';
  const status = await cancelTask(deps, task.sid, 'The caller wants to be called back.');
  if (status === undefined || status === 'canceled') return 'left';
  if (made !== undefined) await cancelTask(deps, made, 'The caller was served on the line.');
  return 'taken';
}

/**
 * Whether a callback stands for a caller who has left. Whoever made it may be about to take the caller's own task away,
 * or have died before: `not yet`, the caller waits on the line. `no`: an agent has, or had, them there. One request.
 */
export async function standsInstead(
  deps: Deps,
  { instead_of: task }: Record<string, unknown>,
): Promise<'yes' | 'no' | 'not yet'> {
  if (typeof task !== 'string' || !/^WT[0-9a-f]{32}$/i.test(task)) return 'yes';
  const known = await readTask(deps, task);
  if (known === undefined || known.status === 'canceled') return 'yes';
  return waits(known) ? 'not yet' : 'no';
}
