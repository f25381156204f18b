import { type Deps, Problem } from '../../endpoint';
import type { Versioned } from '../../live-state';
import { answered } from '../../twilio';
import { type CallItem, type CallRef, callIn, callsOf, LIVE } from '../items';
import {
  type CallState,
  type Facts,
  joinFacts,
  learn,
  type Mark,
  type NumberedTake,
  recordedLine,
  recordingDue,
  runningTake,
  standOfTake,
  type Take,
  takesOf,
} from '../state';
import { findRunning } from './begin';

/** How a recording is to run. */
export interface Step {
  n: number;
  is: 'on' | 'paused' | 'over';
  /** Of a pause: when it ends by itself. Milliseconds since the epoch. */
  until?: number | undefined;
  /** Goes to the call's history, with the time at which it was so. */
  mark?: Omit<Mark, 'at'>;
}

/**
 * Decides by the call as it is now; may throw a `Problem`. Pure.
 *
 * @param again somebody was faster, and Twilio was asked already
 */
export type Plan = (call: CallState, again: boolean) => Step | undefined;

const STATUS = { on: 'in-progress', paused: 'paused', over: 'stopped' } as const;
/** Stands for the SID of the recording that runs. https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource */
const CURRENT = 'Twilio.CURRENT';
const ATTEMPTS = 6;

/** The recording is over, or there is none. https://www.twilio.com/docs/api/errors/21220 */
const isOver = (error: unknown): boolean => answered(error, 404, 20404, 21220);

/** Asks Twilio for one recording to run so. Undefined: it is over. One request. */
async function tell(
  deps: Deps,
  line: string,
  sid: string,
  is: Step['is'],
): Promise<{ sid: string } | undefined> {
  const wanted = is === 'paused' ? { pauseBehavior: 'silence' } : {};
  try {
    return await deps
      .twilio()
      .calls(line)
      .recordings(sid)
      .update({ status: STATUS[is], ...wanted });
  } catch (error) {
    if (isOver(error)) return undefined;
    throw error;
  }
}

/** Which recordings Twilio has for this one: of one that was begun just now it is known a moment later. */
async function sidsOf(
  deps: Deps,
  call: CallState,
  { take }: NumberedTake,
  is: Step['is'],
): Promise<string[]> {
  const known = [take.sid, take.cut === undefined ? take.other : undefined].filter(
    (sid) => sid !== undefined,
  );
  const line = recordedLine(call);
  if (known.length > 0 || line === undefined) return known;
  if (is !== 'over') return [CURRENT];
  // The line may have gone on into another call, which has begun its own.
  const found = await findRunning(deps, line, take.at ?? 0, call.released);
  return found === undefined ? [] : [found.sid];
}

/** What becomes known by Twilio's answer to a step: how the recording stands, and its SID. Without one it is over. Pure. */
export function answeredBy(take: Take, step: Step, sid: string | undefined, now: number): Facts {
  const before = standOfTake(take);
  // An extended pause is the same pause.
  const same = before.is === step.is && take.stand !== undefined;
  const stand = {
    n: before.n + 1,
    at: same ? before.at : now,
    is: sid === undefined ? ('over' as const) : step.is,
    ...(step.until === undefined ? {} : { until: step.until }),
  };
  return { takes: { [step.n]: { ...(sid === undefined ? {} : { sid }), stand } } };
}

/** Has Twilio do it. What became known by it: how it stands, and its SID. */
export async function askFor(deps: Deps, call: CallState, step: Step): Promise<Facts> {
  const numbered = takesOf(call).find(({ n }) => n === step.n);
  const line = recordedLine(call);
  if (numbered === undefined || line === undefined) return {};
  const sids = await sidsOf(deps, call, numbered, step.is);
  const told = await Promise.all(sids.map((sid) => tell(deps, line, sid, step.is)));
  const sid = told.find((answer) => answer !== undefined)?.sid;
  return answeredBy(numbered.take, step, sid, deps.now().getTime());
}

/** As it is kept: what Twilio is told again after somebody else was faster. */
function asItStands(call: CallState): Step | undefined {
  const running = runningTake(call);
  if (running === undefined) return undefined;
  const { is, until } = standOfTake(running.take);
  return { n: running.n, is, until };
}

/** The call's item: the live one, or in the history. One request, two for the history. */
export async function findItem(deps: Deps, ref: CallRef): Promise<Versioned<CallItem> | undefined> {
  const calls = callsOf(deps, ref.agent);
  const live = await calls.get(LIVE);
  return callIn(live, ref.call) === undefined ? calls.get(ref.call) : live;
}

/**
 * Pauses, resumes or stops a recording: asks Twilio, then keeps that it was done, on condition that nobody has changed the
 * call since it was read; otherwise from the start, also when by then nothing is to be done, as our request may have come
 * after theirs. So what is kept is what Twilio was told last, though Twilio reports neither a pause nor its end. Two
 * requests if the call was read before.
 */
export async function steer(
  deps: Deps,
  ref: CallRef,
  plan: Plan,
  known?: Versioned<CallItem>,
): Promise<CallState> {
  let item = known ?? (await findItem(deps, ref));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const read = callIn(item, ref.call);
    if (item === undefined || read === undefined) throw new Problem('call_ended', { field: 'callId' });
    const call = learn(read, {});
    const again = attempt > 0;
    const step = plan(call, again) ?? (again ? asItStands(call) : undefined);
    if (step === undefined) return call;
    const asked = deps.now().getTime();
    const facts = await askFor(deps, call, step);
    const wasOver = facts.takes?.[step.n]?.stand?.is === 'over' && step.is !== 'over';
    // Between the marks of a pause nothing at all is heard: the first is no earlier, the second no later than Twilio's.
    const at = step.is === 'on' ? asked : deps.now().getTime();
    const marks = step.mark === undefined || wasOver ? {} : { marks: [{ at, ...step.mark }] };
    const after = learn(call, joinFacts(facts, marks));
    if ((await callsOf(deps, ref.agent).replace(item.key, after, item.revision)) !== undefined) return after;
    item = await findItem(deps, ref);
  }
  throw new Problem('conflict', { retryAfter: 1 });
}

/** What is due by now, as a plan; of things that were begun twice, `cut` comes first. */
export const dueBy =
  (now: number): Plan =>
  (call) => {
    const due = recordingDue(call, now).find(({ do: what }) => what !== 'cut');
    if (due === undefined) return undefined;
    return due.do === 'resume'
      ? { n: due.n, is: 'on', mark: { what: 'resume' } }
      : { n: due.n, is: 'over', mark: { what: 'stop' } };
  };

/** Does what is due about the recordings of a call. Safe to repeat. */
export async function steerDue(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  known: Versioned<CallItem>,
): Promise<Facts> {
  const now = deps.now().getTime();
  const line = recordedLine(call);
  let cut: Facts = {};
  for (const due of recordingDue(call, now)) {
    if (due.do !== 'cut' || line === undefined) continue;
    await tell(deps, line, due.sid, 'over');
    cut = joinFacts(cut, { takes: { [due.n]: { cut: now } } });
  }
  const { takes = {}, marks = [] } = await steer(deps, ref, dueBy(now), known);
  return joinFacts(cut, { takes, marks });
}
