import { type Caller, type Deps, type Input, isSupervisor, Problem, type Success } from '../../endpoint';
import { LONGEST_NAME } from '../control/add';
import { answerTo, type Opened, openCall, placeOf } from '../control/open';
import { findLiveCall } from '../find';
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
import { isPaused } from './begin';
import type { RecordedCall } from './schemas';
import { type Plan, steer } from './steer';

type Named = Input<typeof RecordedCall>;

export const nameOf = ({ email }: Caller): string => email.slice(0, LONGEST_NAME);

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
export function running(call: CallState): NumberedTake {
  const found = runningTake(call);
  if (found === undefined) throw new Problem('not_recording', { field: 'callId' });
  return found;
}

/**
 * Begins to record a call: the customer on one channel, all others on the other. Three requests: the
 * third tells everybody, and with that it begins. A call that is recorded already stays so.
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

/** Does something to the recording that runs. Two requests. */
async function change(
  deps: Deps,
  { answer, call, item, ref }: Opened,
  message: string,
  plan: Plan,
): Promise<Success> {
  // What can't be done fails before anything is asked for.
  const wanted = plan(call, false);
  if (wanted === undefined) return answer(message, call);
  deps.log.note({ recording: wanted.mark?.what ?? wanted.is });
  const after = await steer(deps, ref, plan, item);
  if (wanted.is !== 'over') running(after);
  return answer(message, after);
}

/**
 * Lets a paused recording go on. Three requests. The floor shows it when the pause's timer runs out at the latest. Fails
 * with `not_found`, `forbidden`, `call_ended`, `not_recording`, `not_paused`.
 */
export async function resumeRecording(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const opened = await openCall(deps, caller, input);
  const clicked = click(deps, caller, 'resume');
  const mark = { by: clicked.by, what: clicked.what };
  const { call } = opened;
  const isKept = standOfTake(running(call).take).is === 'paused' || justDone(call, clicked);
  // A pause of just now, whose keeping is on its way.
  const isUnkept = !isKept && (await isPaused(deps, call));
  const plan: Plan = (known, again) => {
    const { n, take } = running(known);
    if (standOfTake(take).is === 'paused' || (isUnkept && !again)) return { n, is: 'on', mark };
    if (justDone(known, clicked)) return again ? { n, is: 'on' } : undefined;
    if (!again) throw new Problem('not_paused', { field: 'callId' });
    return { n, is: 'on' };
  };
  return change(deps, opened, 'The recording goes on.', plan);
}

/**
 * Ends the recording; what there is of it is kept. With RECORDING=always only a supervisor may. Three requests.
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
  return change(deps, await openCall(deps, caller, input), 'The recording has ended.', plan);
}

/**
 * How the recording of a live call is; a pause whose time is over ends with it. One request when nothing is left undone.
 * Fails with `not_found`, `forbidden`, `call_ended`.
 */
export async function recordingStatus(deps: Deps, input: Named, caller: Caller): Promise<Success> {
  const { call, item, ref } = await findLiveCall(deps, caller, input.callId, input.agent);
  deps.log.note({ call: ref.call });
  const settled = await settle(deps, ref, {}, item);
  return answerTo(caller, ref.agent)('This is the call.', settled?.call ?? call);
}
