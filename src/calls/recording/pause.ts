import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { startTimer } from '../../workers';
import { openCall } from '../control/open';
import { updateFloor } from '../floor';
import { CALL_ID, type CallRef, callIn } from '../items';
import { learn, type Mark, runningTake, standOfTake } from '../state';
import { isPaused } from './begin';
import { nameOf, running } from './control';
import type { RecordedCall } from './schemas';
import { askFor, findItem, type Plan, type Step, steer } from './steer';

/** Kind of the timers of pauses. Their payload: whose call, which one, and what `Pause` has. */
export const RECORDING_PAUSE = 'recording-pause';

/** A pause as its timer knows it. */
export interface Pause {
  /** When it is over, milliseconds since the epoch. */
  until: number;
  /** Number of the word by which it is to be kept. */
  word: number;
  /** Who has paused it; absent: somebody who has only extended a pause. */
  by?: string;
}

/** Starts the timer of a pause. One request. False: there are no timers, or this one could not be started. */
async function startPauseTimer(deps: Deps, { agent, call }: CallRef, pause: Pause): Promise<boolean> {
  if (deps.config.workflowSid === undefined) return false;
  try {
    const seconds = (pause.until - deps.now().getTime()) / 1000;
    await startTimer(deps, { kind: RECORDING_PAUSE, seconds, payload: { agent, call, ...pause } });
    return true;
  } catch (error) {
    deps.log.failure(error);
    return false;
  }
}

/**
 * Pauses the recording, for a card number say: what is said meanwhile is silence in it. It goes on by itself after
 * RECORDING_PAUSE_SECONDS; pressed again, so long after that. Three requests: one reads the call, one pauses, one starts
 * the timer. TaskRouter tells of the timer's beginning (`recordingPauseBegun`), which keeps the pause with the call, and of
 * its end. Where there is no timer, the third keeps it.
 * Fails with `not_found`, `forbidden`, `call_ended`, `not_recording`.
 */
export async function pauseRecording(
  deps: Deps,
  input: Input<typeof RecordedCall>,
  caller: Caller,
): Promise<Success> {
  const message = 'The recording is paused.';
  const { answer, call, item, ref } = await openCall(deps, caller, input);
  const stand = standOfTake(running(call).take);
  const until = deps.now().getTime() + deps.config.recordingPauseSeconds * 1000;
  const isExtended = stand.is === 'paused';
  const plan: Plan = (known): Step => {
    const { n, take } = running(known);
    const goesOn = standOfTake(take).is === 'paused';
    return { n, is: 'paused', until, ...(goesOn ? {} : { mark: { by: nameOf(caller), what: 'pause' } }) };
  };
  deps.log.note({ recording: isExtended ? 'paused' : 'pause' });
  const pause: Pause = { until, word: stand.n + 1, ...(isExtended ? {} : { by: nameOf(caller) }) };
  if (deps.config.workflowSid !== undefined) {
    const timer = startPauseTimer(deps, ref, pause);
    const shown = learn(call, await askFor(deps, call, plan(call, false) as Step));
    running(shown);
    if (await timer) return answer(message, shown);
  }
  const after = await steer(deps, ref, plan, item);
  running(after);
  return answer(message, after);
}

/** What a timer's task says, checked; undefined when somebody else has made it. */
function pauseOf(payload: Record<string, unknown>): (Pause & CallRef) | undefined {
  const { agent, call, until, word, by } = payload;
  if (typeof agent !== 'string' || typeof call !== 'string') return undefined;
  if (typeof until !== 'number' || typeof word !== 'number') return undefined;
  const known = /^([a-z2-7]{20}|WK[0-9a-f]{32})$/i.test(agent) && CALL_ID.test(call);
  return known ? { agent, call, until, word, ...(typeof by === 'string' ? { by } : {}) } : undefined;
}

/** Steers, and shows what came of it. Nothing to do for a call that is over and forgotten. */
async function steerAndShow(deps: Deps, ref: CallRef, plan: Plan): Promise<void> {
  try {
    await updateFloor(deps, ref, await steer(deps, ref, plan));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'call_ended') throw error;
  }
}

/** Keeps a pause that Twilio has, unless somebody was faster: then Twilio is told what is kept. */
export const keeps =
  ({ until, word, by }: Pause): Plan =>
  (call) => {
    const found = runningTake(call);
    if (found === undefined) return undefined;
    const { n } = found;
    const now = standOfTake(found.take);
    if (now.n >= word) return { n, is: now.is, until: now.until };
    return { n, is: 'paused', until, ...(by === undefined ? {} : { mark: { by, what: 'pause' } }) };
  };

/** Ends a pause whose time is over, kept or not. */
export const ends =
  ({ until, word }: Pause, now: number): Plan =>
  (call) => {
    const found = runningTake(call);
    if (found === undefined) return undefined;
    const stand = standOfTake(found.take);
    const mark: Mark = { at: Math.max(until, now), what: 'resume' };
    if (stand.is === 'paused')
      return (stand.until ?? 0) <= until ? { n: found.n, is: 'on', mark } : undefined;
    return stand.n < word ? { n: found.n, is: 'on' } : undefined;
  };

/**
 * The timer of a pause has begun: the pause is kept with the call, if Twilio says that it is one. When somebody was faster,
 * Twilio is told once more what is kept, as the pause may have come after theirs. Safe to repeat.
 */
export async function recordingPauseBegun(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const pause = pauseOf(payload);
  if (pause === undefined) return;
  const { agent, call: id, until, word } = pause;
  const ref: CallRef = { agent, call: id };
  const call = callIn(await findItem(deps, ref), id);
  const take = call && runningTake(call)?.take;
  if (call === undefined || take === undefined) return;
  const stand = standOfTake(take);
  if (stand.is === 'paused' && stand.until === until) return;
  if (stand.n < word && !(await isPaused(deps, call))) return;
  await steerAndShow(deps, ref, keeps(pause));
}

/**
 * The time of a pause is over: the recording goes on, unless the pause was extended, which has a timer of its own. A pause
 * that was asked for and could not be kept ends here, too. By TaskRouter's clock it is `until` now. Safe to repeat.
 */
export async function recordingPauseOver(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const pause = pauseOf(payload);
  if (pause === undefined) return;
  const { agent, call } = pause;
  await steerAndShow(deps, { agent, call }, ends(pause, deps.now().getTime()));
}
