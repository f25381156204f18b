import { CLAIM_MS } from './claims';
import type { CallState, Claim, Facts } from './facts';
import type { Obligation } from './obligations';
import { canRecord, goesOn, type NumberedTake, runningTake, standOfTake, takesOf } from './recording-views';
import type { Take } from './recordings';
import { isWithGuest } from './transfer-views';
import { isOver } from './views';

/** What could not be stopped for so long, ends with its line. */
const GIVE_UP_MS = 60_000;
/** A recording of which nothing was heard for so long after its customer had gone, was never begun. */
const LOST_MS = 60_000;
/** Policy begins a recording so often, when it can't be begun. */
const ATTEMPTS = 2;

/** Nobody is beginning it just now. */
function free({ begin, unbegun }: Take, me: Claim): boolean {
  if (begin === undefined || begin.by === me.by) return true;
  return (unbegun !== undefined && unbegun >= begin.at) || me.at - begin.at > CLAIM_MS;
}

/** What a recording must be told by now. */
export type Due =
  /** The pause is over. */
  | { do: 'resume'; n: number }
  /** Its customer has left the call, or goes on with somebody else when the agent has. */
  | { do: 'stop'; n: number }
  /** It was begun twice. */
  | { do: 'cut'; n: number; sid: string };

const leftAt = (call: CallState): number | undefined => call.released ?? call.agent?.ended;

function dueOf(call: CallState, { n, take }: NumberedTake, now: number): Due[] {
  if (goesOn(call) || isWithGuest(call))
    return now - (leftAt(call) ?? now) < GIVE_UP_MS ? [{ do: 'stop', n }] : [];
  const { is, until } = standOfTake(take);
  return is === 'paused' && until !== undefined && until <= now ? [{ do: 'resume', n }] : [];
}

/** What the recordings of a call must be told by now. Nothing when the recorded line is over: Twilio ends them then. */
export function recordingDue(call: CallState, now: number): Due[] {
  if (isOver(call.customer)) return [];
  const running = runningTake(call);
  const twice = takesOf(call).flatMap(({ n, take: { other, cut } }): Due[] =>
    other === undefined || cut !== undefined ? [] : [{ do: 'cut', n, sid: other }],
  );
  return [...twice, ...(running === undefined ? [] : dueOf(call, running, now))];
}

/** What must still be done about recordings. */
export function recordingObligations(call: CallState, me: Claim): Obligation[] {
  const running = runningTake(call);
  const begin =
    running !== undefined && running.take.sid === undefined && canRecord(call) && free(running.take, me)
      ? [{ do: 'record' as const, n: running.n, again: running.take.begin !== undefined }]
      : [];
  return [...begin, ...(recordingDue(call, me.at).length > 0 ? [{ do: 'steer-recording' as const }] : [])];
}

/** The claim to begin one. */
export const beginning = (n: number, me: Claim): Facts => ({ takes: { [n]: { begin: me } } });

/** One more recording of a call, as it is asked for. */
export function newTake(call: CallState, at: number, by?: string): Facts {
  const n = Math.max(0, ...takesOf(call).map((each) => each.n)) + 1;
  return { takes: { [n]: { at } }, marks: [{ at, ...(by === undefined ? {} : { by }), what: 'start' }] };
}

/** What follows from policy and what is known about recordings. */
export function recordingDecided(call: CallState, now: number, policy: 'off' | 'ask' | 'always'): Facts {
  const running = runningTake(call);
  if (running !== undefined) {
    const { n, take } = running;
    const asked = Math.max(take.at ?? 0, take.begin?.at ?? 0);
    const lost = take.sid === undefined && !canRecord(call) && now - asked > LOST_MS;
    return lost ? { takes: { [n]: { failed: now } } } : {};
  }
  if (policy !== 'always' || !canRecord(call)) return {};
  const takes = takesOf(call);
  const hopeless = takes.some(({ take }) => take.failed === undefined) || takes.length >= ATTEMPTS;
  return hopeless ? {} : newTake(call, now);
}
