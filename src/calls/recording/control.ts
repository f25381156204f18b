import { type Caller, type Deps, type Input, isSupervisor, Problem, type Success } from '../../endpoint';
import { startTimer } from '../../workers';
import { LONGEST_NAME } from '../control/add';
import { answerTo, openCall, placeOf } from '../control/open';
import { findLiveCall } from '../find';
import { updateFloor } from '../floor';
import { CALL_ID, type CallRef } from '../items';
import { settle } from '../settle';
import {
  type CallState,
  canRecord,
  type Facts,
  type Mark,
  type NumberedTake,
  newTake,
  runningTake,
  standOfTake,
  takesOf,
} from '../state';
import type { RecordedCall } from './schemas';
import { type Plan, type Step, steer } from './steer';

type Named = Input<typeof RecordedCall>;

const nameOf = ({ email }: Caller): string => email.slice(0, LONGEST_NAME);

/** A click that comes twice, within this time, is one. Milliseconds. */
const TWICE_MS = 3_000;

/** What somebody does, and when they clicked. */
type Click = Required<Mark>;
const click = (deps: Deps, caller: Caller, what: Mark['what']): Click => ({
  at: deps.now().getTime(),
  by: nameOf(caller),
  what,
});

/** The last mark is theirs, of just now: they have clicked twice. */
function justDone(call: CallState, { at, by, what }: Click): boolean {
  const last = call.marks?.at(-1);
  return last !== undefined && last.what === what && last.by === by && at - last.at < TWICE_MS;
}

/** The recording that runs. Throws `not_recording`. */
function running(call: CallState): NumberedTake {
  const found = runningTake(call);
  if (found === undefined) throw new Problem('not_recording', { field: 'callId' });
  return found;
}

/**
 * Begins to record a call: the customer on one channel, all others on the other. Everybody is told. Three requests, one
 * more for the notice, one more for supervisors who don't say whose call it is. A call that is recorded already stays so.
 * Fails with `recording_off`, `not_found`, `forbidden`, `call_ended`, `not_connected`.
 */
export async function startRecording(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const { answer, call, item, ref } = await openCall(deps, caller, input);
  if (deps.config.recording === 'off') throw new Problem('recording_off');
  placeOf(call, 'agent');
  placeOf(call, 'customer');
  deps.log.note({ recording: 'start' });
  const at = deps.now().getTime();
  const asked = (known: CallState): Facts =>
    canRecord(known) && runningTake(known) === undefined ? newTake(known, at, nameOf(caller)) : {};
  const settled = await settle(deps, ref, asked, item);
  if (settled === undefined) throw new Problem('call_ended', { field: 'callId' });
  if (runningTake(settled.call) !== undefined) return answer('The call is recorded.', settled.call);
  const refused = takesOf(settled.call).at(-1)?.take.failed !== undefined;
  throw refused ? new Problem('upstream_failed') : new Problem('not_connected', { field: 'callId' });
}

/** Kind of the timers that end pauses. Their payload: whose call, which one, and what `Pause` has. */
export const RECORDING_PAUSE = 'recording-pause';

/** A pause as its timer knows it. */
interface Pause {
  /** When it is over, milliseconds since the epoch. */
  until: number;
  /** Number of the word by which it was to be kept. */
  word: number;
}

/** Ends a pause with nobody's page open. Best effort: whoever looks at the call ends it, too. One request. */
async function startPauseTimer(deps: Deps, { agent, call }: CallRef, pause: Pause): Promise<void> {
  const { config } = deps;
  if (config.workflowSid === undefined) return;
  try {
    const seconds = (pause.until - deps.now().getTime()) / 1000;
    await startTimer(deps, { kind: RECORDING_PAUSE, seconds, payload: { agent, call, ...pause } });
  } catch (error) {
    deps.log.failure(error);
  }
}

/** Does something to the recording that runs, and shows it on the floor. */
async function change(
  deps: Deps,
  input: Named,
  caller: Caller,
  message: string,
  plan: Plan,
  beside: (call: CallState, ref: CallRef) => Promise<void> = async () => undefined,
): Promise<Success> {
  const { answer, call, item, ref } = await openCall(deps, caller, input);
  // What can't be done fails before anything is asked for.
  const wanted = plan(call, false);
  if (wanted === undefined) return answer(message, call);
  deps.log.note({ recording: wanted.mark?.what ?? wanted.is });
  const [after] = await Promise.all([steer(deps, ref, plan, item), beside(call, ref)]);
  // Its end shows on the floor with Twilio's report.
  if (wanted.is === 'over') return answer(message, after);
  running(after);
  await updateFloor(deps, ref, after);
  return answer(message, after);
}

/**
 * Pauses the recording, for a card number say: what is said meanwhile is silence in it. It goes on by itself after
 * RECORDING_PAUSE_SECONDS; pressed again, so long after that. Three requests, one for the timer and one for the floor,
 * and one more for supervisors who don't say whose call it is.
 * Fails with `not_found`, `forbidden`, `call_ended`, `not_recording`.
 */
export async function pauseRecording(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const { at, by, what } = click(deps, caller, 'pause');
  const until = at + deps.config.recordingPauseSeconds * 1000;
  const plan: Plan = (call): Step => {
    const { n, take } = running(call);
    const mark = { by, what };
    const goesOn = standOfTake(take).is === 'paused';
    return { n, is: 'paused', until, ...(goesOn ? {} : { mark }) };
  };
  return change(deps, input, caller, 'The recording is paused.', plan, (before, ref) =>
    startPauseTimer(deps, ref, { until, word: standOfTake(running(before).take).n + 1 }),
  );
}

/**
 * Lets a paused recording go on. Three requests, one for the floor, and one more for supervisors who don't say whose call
 * it is. Fails with `not_found`, `forbidden`, `call_ended`, `not_recording`, `not_paused`.
 */
export async function resumeRecording(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const clicked = click(deps, caller, 'resume');
  const mark = { by: clicked.by, what: clicked.what };
  const plan: Plan = (call, again) => {
    const { n, take } = running(call);
    if (standOfTake(take).is === 'paused') return { n, is: 'on', mark };
    if (justDone(call, clicked)) return again ? { n, is: 'on' } : undefined;
    if (!again) throw new Problem('not_paused', { field: 'callId' });
    return { n, is: 'on' };
  };
  return change(deps, input, caller, 'The recording goes on.', plan);
}

/**
 * Ends the recording; what there is of it is kept. With RECORDING=always only a supervisor may. Three requests, one more
 * for supervisors who don't say whose call it is.
 * Fails with `not_found`, `forbidden`, `recording_required`, `call_ended`, `not_recording`.
 */
export async function stopRecording(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const clicked = click(deps, caller, 'stop');
  const mark = { by: clicked.by, what: clicked.what };
  const plan: Plan = (call, again) => {
    const found = runningTake(call);
    if (found === undefined && (again || justDone(call, clicked))) return undefined;
    const { n } = running(call);
    if (deps.config.recording === 'always' && !isSupervisor(caller)) throw new Problem('recording_required');
    return { n, is: 'over', mark };
  };
  return change(deps, input, caller, 'The recording has ended.', plan);
}

/**
 * How the recording of a live call is; a pause whose time is over ends with it. One request when nothing is left undone,
 * one more for supervisors who don't say whose call it is. Fails with `not_found`, `forbidden`, `call_ended`.
 */
export async function recordingStatus(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const { call, item, ref } = await findLiveCall(deps, caller, input.callId, input.agent);
  deps.log.note({ call: ref.call });
  const settled = await settle(deps, ref, {}, item);
  return answerTo(caller, ref.agent)('This is the call.', settled?.call ?? call);
}

/** What a timer's task says, checked; undefined when somebody else has made it. */
function pauseOf(payload: Record<string, unknown>): (Pause & CallRef) | undefined {
  const { agent, call, until, word } = payload;
  if (typeof agent !== 'string' || typeof call !== 'string') return undefined;
  if (typeof until !== 'number' || typeof word !== 'number') return undefined;
  const known = /^([a-z2-7]{20}|WK[0-9a-f]{32})$/i.test(agent) && CALL_ID.test(call);
  return known ? { agent, call, until, word } : undefined;
}

/**
 * The time of a pause is over: the recording goes on, unless the pause was extended, which has a timer of its own. A pause
 * that was asked for and could not be kept ends here, too. By TaskRouter's clock it is `until` now. Safe to repeat.
 */
export async function recordingPauseOver(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const pause = pauseOf(payload);
  if (pause === undefined) return;
  const { agent, call: id, until, word } = pause;
  const ref: CallRef = { agent, call: id };
  const plan: Plan = (call) => {
    const found = runningTake(call);
    if (found === undefined) return undefined;
    const stand = standOfTake(found.take);
    const mark: Mark = { at: Math.max(until, deps.now().getTime()), what: 'resume' };
    if (stand.is === 'paused')
      return (stand.until ?? 0) <= until ? { n: found.n, is: 'on', mark } : undefined;
    return stand.n < word ? { n: found.n, is: 'on' } : undefined;
  };
  try {
    await updateFloor(deps, ref, await steer(deps, ref, plan));
  } catch (error) {
    // The call is over and forgotten.
    if (!(error instanceof Problem) || error.code !== 'call_ended') throw error;
  }
}
