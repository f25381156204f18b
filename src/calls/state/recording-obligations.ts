import { CLAIM_MS } from './claims';
import type { CallState, Claim, Facts } from './facts';
import type { CallPolicy, Obligation } from './obligations';
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

/** Nobody is doing it just now. */
function free(claim: Claim | undefined, { unbegun }: Take, me: Claim): boolean {
  if (claim === undefined || claim.by === me.by) return true;
  return (unbegun !== undefined && unbegun >= claim.at) || me.at - claim.at > CLAIM_MS;
}

/** They hear that they are recorded; of what came to nothing after it, they are told anew. */
const wereTold = ({ told, unbegun }: Take): boolean =>
  told !== undefined && (unbegun === undefined || unbegun < told);

/** What begins a recording: first everybody is told, if policy says so, and with that it is begun. */
function beginnings(call: CallState, me: Claim, { recordingNotice }: CallPolicy): Obligation[] {
  const running = runningTake(call);
  if (running === undefined || running.take.sid !== undefined || !canRecord(call)) return [];
  const { n, take } = running;
  if (recordingNotice && !wereTold(take))
    return free(take.notice, take, me) ? [{ do: 'tell-recorded', n }] : [];
  return free(take.begin, take, me) ? [{ do: 'record', n, again: take.begin !== undefined }] : [];
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
export const recordingObligations = (call: CallState, me: Claim, policy: CallPolicy): Obligation[] => [
  ...beginnings(call, me, policy),
  ...(recordingDue(call, me.at).length > 0 ? [{ do: 'steer-recording' as const }] : []),
];

/** The claim to begin one, or to have everybody told. */
export const beginning = (what: 'record' | 'tell-recorded', n: number, me: Claim): Facts => ({
  takes: { [n]: what === 'record' ? { begin: me } : { notice: me } },
});

/** Twilio has asked for the words that tell everybody. */
export const toldRecorded = (call: CallState, n: number, at: number): Facts =>
  takesOf(call).some((each) => each.n === n) ? { takes: { [n]: { told: at } } } : {};

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
    const asked = Math.max(take.at ?? 0, take.notice?.at ?? 0, take.begin?.at ?? 0);
    const lost = take.sid === undefined && !canRecord(call) && now - asked > LOST_MS;
    return lost ? { takes: { [n]: { failed: now } } } : {};
  }
  if (policy !== 'always' || !canRecord(call)) return {};
  const takes = takesOf(call);
  const hopeless = takes.some(({ take }) => take.failed === undefined) || takes.length >= ATTEMPTS;
  return hopeless ? {} : newTake(call, now);
}
