import type { OtherId } from './others';
import { both, type Claim, compact, earliest, first, latest, newest } from './semilattice';

/** Why a transfer came to nothing. */
export type Failure = 'declined' | 'no_answer' | 'busy' | 'unreachable' | 'left';

/** Whom the agent talks with. */
export interface Talk extends Claim {
  with: 'customer' | 'target' | 'all';
}

/**
 * A transfer that was asked for, on the call that the customer is in. What it was asked as is said once, with `at` and
 * `by`, which tell it from one asked for later; all else is learnt. Times are milliseconds since the epoch.
 */
export interface Transfer extends Claim {
  /** `cold`: whoever takes it has the customer at once; `warm`: the agent talks with them first. */
  kind: 'cold' | 'warm';
  target: 'colleague' | 'queue' | 'number';
  /** As it is shown: a colleague's e-mail address, cut when it is long; a queue's name; a number, E.164. */
  to: string;
  /** Of a colleague: their agent id. */
  agent?: string;
  /** The guest who is called, or consulted. */
  guest?: OtherId;
  /** The task by which a colleague is asked, `WT…`. */
  task?: string;
  /** The colleague has said yes, at. */
  taken?: number;
  /** The colleague's own call, which the customer goes to: its id. */
  into?: string;
  /** The name of that call's conference. */
  room?: string;
  /** The customer hears music, known at. */
  ready?: number;
  /** Last claim to call the number. */
  calling?: Claim;
  /** The end of the agent's line is not the end of the conference, told Twilio last at. */
  loose?: number;
  /** Whom the agent wanted to talk with last. */
  talk?: Talk;
  /** The last such wish that has come true: its `at`. */
  talked?: number;
  /** Last claim to give the customer to whom they are transferred to. */
  moving?: Claim;
  /** The last claim to do so came to nothing, at. */
  unmoved?: number;
  /** The agent wants to leave: it goes on without them, at. */
  left?: number;
  /** The customer is with whom they were transferred to, at. */
  done?: number;
  /** It was taken back, at. */
  canceled?: number;
  failed?: { at: number; reason: Failure };
  /** After a transfer that came to nothing all is as it was before, told Twilio last at. */
  restored?: number;
  /** The task was canceled, or need not be, at. */
  untasked?: number;
  /** Whoever the customer was left with has gone, and they were told so, at. */
  dismissed?: number;
}

const sooner = <T extends { at: number; reason: string }>(a: T, b: T): T =>
  a.at < b.at || (a.at === b.at && a.reason < b.reason) ? a : b;

const laterTalk = (a: Talk, b: Talk): Talk =>
  a.at === b.at && a.by === b.by ? (a.with < b.with ? a : b) : newest(a, b);

const least = <T extends string>(a: T, b: T): T => (a < b ? a : b);

/** Of two transfers the one asked for later; what is known of one adds up: commutative, associative, idempotent. */
export function joinTransfers(a: Transfer, b: Transfer): Transfer {
  if (a.at !== b.at || a.by !== b.by) return newest(a, b);
  return compact<Transfer>({
    at: a.at,
    by: a.by,
    kind: least(a.kind, b.kind),
    target: least(a.target, b.target),
    to: first(a.to, b.to),
    agent: both(a.agent, b.agent, first),
    guest: both(a.guest, b.guest, first),
    task: both(a.task, b.task, first),
    taken: both(a.taken, b.taken, earliest),
    into: both(a.into, b.into, first),
    room: both(a.room, b.room, first),
    ready: both(a.ready, b.ready, earliest),
    calling: both(a.calling, b.calling, newest),
    loose: both(a.loose, b.loose, latest),
    talk: both(a.talk, b.talk, laterTalk),
    talked: both(a.talked, b.talked, latest),
    moving: both(a.moving, b.moving, newest),
    unmoved: both(a.unmoved, b.unmoved, latest),
    left: both(a.left, b.left, earliest),
    done: both(a.done, b.done, earliest),
    canceled: both(a.canceled, b.canceled, earliest),
    failed: both(a.failed, b.failed, sooner),
    restored: both(a.restored, b.restored, latest),
    untasked: both(a.untasked, b.untasked, earliest),
    dismissed: both(a.dismissed, b.dismissed, earliest),
  });
}
