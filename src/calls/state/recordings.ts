import { both, type Claim, compact, earliest, latest, newest } from './semilattice';

/** How a recording runs, by the last word on it. */
export interface RecordingStand {
  /** Counts up with every word. */
  n: number;
  /** Since when, milliseconds since the epoch. */
  at: number;
  is: 'on' | 'paused' | 'over';
  /** Of a pause: when it ends by itself. */
  until?: number;
}

/**
 * What is known of one recording of a call. Twilio reports that it runs and that it can be had, but neither a pause nor
 * its end: those are known from the answers to our own requests (`stand`).
 */
export interface Take {
  /** Asked for at. Milliseconds since the epoch, as all times. */
  at?: number;
  /** Last claim to have everybody told that they are recorded. */
  notice?: Claim;
  /** Twilio has asked for those words, at: they are being heard. */
  told?: number;
  /** Last claim to begin it. */
  begin?: Claim;
  /** The last claim to one of the two came to nothing, at. */
  unbegun?: number;
  /** It can't be begun, or there was nothing to record, at. */
  failed?: number;
  /** `RE…`; of two that were begun by mistake the one with the smaller sid. */
  sid?: string;
  /** The other one. */
  other?: string;
  /** The other one was stopped, at. */
  cut?: number;
  /** Twilio began it, at. */
  began?: number;
  stand?: RecordingStand;
  seconds?: number;
  /** It can be played since. */
  ready?: number;
  /** Found to be deleted, at. */
  deleted?: number;
}

/** Somebody did something to a recording: kept for good, as far as there is room. */
export interface Mark {
  at: number;
  /** Their e-mail address, cut when it is long; absent: nobody, by policy. */
  by?: string;
  what: 'start' | 'pause' | 'resume' | 'stop';
}

const laterStand = (a: RecordingStand, b: RecordingStand): RecordingStand => {
  if (a.n !== b.n) return a.n > b.n ? a : b;
  return JSON.stringify(a) > JSON.stringify(b) ? a : b;
};

function joinTake(a: Take, b: Take): Take {
  const sids = [a.sid, a.other, b.sid, b.other].filter((sid) => sid !== undefined);
  const [sid, other] = [...new Set(sids)].sort();
  return compact<Take>({
    at: both(a.at, b.at, earliest),
    notice: both(a.notice, b.notice, newest),
    told: both(a.told, b.told, latest),
    begin: both(a.begin, b.begin, newest),
    unbegun: both(a.unbegun, b.unbegun, latest),
    failed: both(a.failed, b.failed, earliest),
    sid,
    other,
    cut: both(a.cut, b.cut, earliest),
    began: both(a.began, b.began, earliest),
    stand: both(a.stand, b.stand, laterStand),
    seconds: both(a.seconds, b.seconds, latest),
    ready: both(a.ready, b.ready, earliest),
    deleted: both(a.deleted, b.deleted, earliest),
  });
}

/** As many recordings as are kept with a call; Twilio has all. */
const TAKES = 4;

/** The numbers of recordings, the last ones. */
const lastOf = (numbers: number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b).slice(-TAKES);

/** Adds what is known of recordings, by their number: commutative, associative, idempotent, bounded. */
export function joinTakes(a: Record<string, Take>, b: Record<string, Take>): Record<string, Take> {
  const numbers = lastOf([...Object.keys(a), ...Object.keys(b)].map(Number));
  return Object.fromEntries(numbers.map((n) => [n, joinTake(a[n] ?? {}, b[n] ?? {})]));
}

/** As many marks as are kept with the call; the log has all. */
const MARKS = 8;
const order = ({ at, by = '', what }: Mark): string => `${String(at).padStart(16, '0')} ${what} ${by}`;

/** Keeps the latest marks. */
export function joinMarks(a: Mark[], b: Mark[]): Mark[] {
  const all = new Map([...a, ...b].map((mark) => [order(mark), mark]));
  return [...all]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .slice(-MARKS)
    .map(([, { at, by, what }]) => compact<Mark>({ at, by, what }));
}
