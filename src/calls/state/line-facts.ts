import type { LegStatus } from '../contract';
import { both, compact, earliest, latest } from './semilattice';

/**
 * What is known of one line. Only grows: the status only climbs, times only move to the earliest report.
 * Times are milliseconds since the epoch.
 */
export interface LineFacts {
  /** Twilio's CallSid. Facts belong to it: what is said of another line never adds to this one. */
  sid: string;
  status?: LegStatus;
  ringing?: number;
  answered?: number;
  ended?: number;
  /** CallDuration: seconds from answer to end. */
  seconds?: number;
  /** SipResponseCode of a line that was not answered: 603 tells a refusal from a busy line. */
  sip?: number;
  /** A machine answered it, at. */
  machine?: number;
  /** A customer's line has come into the conference, at. */
  joined?: number;
}

/** From the first status a line has to the last. Of two final ones (which Twilio never sends) the later stands. */
const LADDER: LegStatus[] = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'canceled',
  'no-answer',
  'busy',
  'failed',
  'completed',
];
const rank = (status: LegStatus): number => LADDER.indexOf(status);

/** Twilio's name for a status, or undefined when it is none. */
export function legStatus(text: string | undefined): LegStatus | undefined {
  return LADDER.find((status) => status === text);
}

/** No status comes after it. */
export const isFinal = (status: LegStatus | undefined): boolean =>
  status !== undefined && rank(status) > rank('in-progress');

/** Two reports of the same line add up. */
export const joinLines = (a: LineFacts, b: LineFacts): LineFacts =>
  compact<LineFacts>({
    sid: a.sid,
    status: both(a.status, b.status, (x, y) => (rank(x) > rank(y) ? x : y)),
    ringing: both(a.ringing, b.ringing, earliest),
    answered: both(a.answered, b.answered, earliest),
    ended: both(a.ended, b.ended, earliest),
    seconds: both(a.seconds, b.seconds, latest),
    sip: both(a.sip, b.sip, latest),
    machine: both(a.machine, b.machine, earliest),
    joined: both(a.joined, b.joined, earliest),
  });

/** Somebody, or a machine, picked up. A line that was completed without a word about an answer was answered if it lasted. */
export const pickedUp = (line: LineFacts): boolean =>
  line.answered !== undefined ||
  line.status === 'in-progress' ||
  (line.status === 'completed' && (line.seconds ?? 0) > 0);
