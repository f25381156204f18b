import { type Deps, Problem, shortHash } from '../endpoint';
import { ambiguous } from '../twilio';
import { createTask, type NewTask, tasksWith } from './tasks';

/** Somebody makes, or has made, a task. Item of the map `once`, by what the task is made for. */
interface Making {
  v: 1;
  /** Milliseconds since the epoch. */
  at: number;
  /** Theirs alone; of a webhook that is delivered again, the same. */
  by: string;
  /** The task, once it is there: `WT…`. */
  task?: string;
}

/** Twilio delivers again within minutes. Seconds. */
const TTL = 86_400;
/** Whoever claimed longer ago has died: our own deadline is 9 s. Milliseconds. */
const DIED_MS = 10_000;

/** The attribute by which a task that was made once is found again. */
const KEY = 'once';

const nameOf = (deps: Deps): string => shortHash(deps.delivery ?? deps.ids.unguessable()).slice(0, 12);

/** Whoever claimed it may have made the task before they died. */
async function made(deps: Deps, key: string): Promise<string | undefined> {
  return (await tasksWith(deps, KEY, key)).at(-1)?.sid;
}

async function make(deps: Deps, key: string, { attributes, ...how }: NewTask): Promise<string> {
  try {
    return await createTask(deps, { attributes: { ...attributes, [KEY]: key }, ...how });
  } catch (error) {
    const found = ambiguous(error) ? await made(deps, key) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}

/**
 * Makes a task that must be made once, however often it is asked for: claims it by the name of what it is for, makes it,
 * notes that it is made; three requests, two when it was made before. Gives back the task's SID. Throws `conflict` while
 * somebody else makes it.
 */
export async function makeOnce(deps: Deps, key: string, task: NewTask): Promise<string> {
  const once = deps.live.once<Making>();
  const mine: Making = { v: 1, at: deps.now().getTime(), by: nameOf(deps) };
  let found: string | undefined;
  if ((await once.create(key, mine, TTL)) === undefined) {
    const known = await once.get(key);
    if (known?.data.task !== undefined) return known.data.task;
    const died = known !== undefined && (known.data.by === mine.by || mine.at - known.data.at > DIED_MS);
    if (!died || (await once.replace(key, mine, known.revision, TTL)) === undefined)
      throw new Problem('conflict');
    found = await made(deps, key);
  }
  const sid = found ?? (await make(deps, key, task));
  try {
    await once.overwrite(key, { ...mine, task: sid }, TTL);
  } catch (error) {
    // Asked for again, it is looked for.
    deps.log.failure(error);
  }
  return sid;
}

/** What was to be made by that name is part of another task now: nobody makes it any more. One request. */
export async function madeAlready(deps: Deps, key: string, task: string): Promise<void> {
  const making: Making = { v: 1, at: deps.now().getTime(), by: nameOf(deps), task };
  await deps.live.once<Making>().create(key, making, TTL);
}
