import { isFinal, joinLines, type LineFacts, pickedUp } from './line-facts';
import { joinOthers, joinSupervised, type OtherFacts, type OtherId, type Supervised } from './others';
import { joinMarks, joinTakes, type Mark, type Take } from './recordings';
import { joinRooms, type RoomFacts } from './room-facts';
import { both, type Claim, compact, earlier, earliest, first, latest, newest } from './semilattice';
import { joinTransfers, type Transfer } from './transfer';

export { isFinal, type LineFacts, legStatus, pickedUp } from './line-facts';
export type { RoomFacts, Stand } from './room-facts';
export type { Claim } from './semilattice';

/**
 * The two lines of a call. A label is also the participant's label in the conference.
 */
export type Label = 'agent' | 'customer';

/**
 * What is known of one side of a call: the line that stands for it (see `linesOf`), and beside it one more that was
 * reported in the same role. A request whose answer was lost may have been repeated, and the first line's late report
 * must not end the second.
 */
export interface LegFacts extends LineFacts {
  other?: LineFacts;
}

/** The note after a call that came in. */
export interface Note {
  /** Milliseconds since the epoch. */
  at: number;
  disposition?: string;
  notes?: string;
}

/**
 * Everything known of a call besides what it was started with. Each field is a join-semilattice of its own and so is
 * the whole: facts may arrive in any order, any number of times, and add up to the same.
 */
export interface Facts {
  agent?: LegFacts;
  customer?: LegFacts;
  /** By ConferenceSid, at most two: a name may get a second conference when the first ended very early. */
  rooms?: Record<string, RoomFacts>;
  /** Guests and a supervisor, at most one a slot. */
  others?: Record<OtherId, OtherFacts>;
  /** How supervisors took part, one change after another. */
  supervised?: Supervised[];
  /** Recordings, by their number in the call. */
  takes?: Record<string, Take>;
  /** Who did what to them. */
  marks?: Mark[];
  /** The agent pressed a key, or came onto the line in a browser, at. Nothing is ever dialled without. */
  key?: number;
  /** Last claim of the right to dial the customer. */
  dialled?: Claim;
  /** The right to dial was claimed once more, because the first claimer had died: the customer may have two lines. */
  again?: true;
  /** The customer could not be dialled: Twilio's error code, 0 = we don't know why. Without a customer's line only. */
  refused?: number;
  /** Policy wants the machine hung up on, at. */
  dropped?: number;
  /** Somebody asked in the page to end the call. */
  asked?: { at: number; by: 'agent' | 'supervisor' };
  /** Over the account's cap of live calls, at. */
  capped?: number;
  /** Last claim to tell the agent in words how it ended: when, and the agent's last join that was known then. */
  told?: Claim & { join: number };
  /** The last claim to tell came to nothing, at. */
  untold?: number;
  /** Last claim to tell the agent that a machine answered, at. */
  noted?: number;
  /** The browser that was to call never came onto the line, at. */
  lapsed?: number;
  /** Moved to the history, at. */
  archived?: number;

  /** The last transfer that was asked for. */
  transfer?: Transfer;

  // Of a call that came in.
  /** The offer was taken back before the agent took it, at. */
  withdrawn?: { at: number; by: 'customer' | 'system' };
  /** TaskRouter was told that the agent takes the caller, at. */
  accepted?: number;
  /** TaskRouter was told, or knew, that the agent does not take the caller, at. */
  rejected?: number;
  /** The customer is no longer the agent's: they went back to the queue, to a goodbye, or were transferred, at. */
  released?: number;
  /** The agent talks with the colleague who wants to hand the customer over, since. */
  consulted?: number;
  /** The colleague's call was told what came of it, at. */
  passed?: number;
  /** Last claim to begin the work after the call. */
  wrapping?: Claim;
  /** The last claim to begin it came to nothing, at. */
  unwrapped?: number;
  /** The work after the call has begun, at. */
  wrapped?: number;
  /** The work after the call is done. */
  note?: Note;

  /** A call was offered while this one went on: the worker who is to be made available after it, `WK…`. */
  held?: string;
  /** That was done, at. */
  freed?: number;
}

/** A colleague's wish to hand a customer over. */
export interface FromColleague {
  /** The colleague's e-mail address, cut when it is long. */
  by: string;
  kind: 'cold' | 'warm';
  /** Their agent id, their call's id, and the `by` of its transfer. */
  agent: string;
  call: string;
  id: string;
}

/** As it stands in the task by which a colleague is asked: when it was asked for, and who they are. */
export interface AskedColleague extends FromColleague {
  at: number;
  /** Their e-mail address, cut when it is long, and their agent id. */
  to: string;
  whom: string;
}

/** What a call that came in is about: what it was started with. */
export interface Offer {
  /** `WT…`, `WR…`, `WK…` */
  task: string;
  reservation: string;
  worker: string;
  /** The customer's line, `CA…`; absent: nobody is on the line, the customer is to be called. */
  caller?: string;
  reason?: 'sales' | 'support';
  language?: 'en' | 'es';
  name?: string;
  /** When the caller began to wait, and until when the offer stands. Milliseconds since the epoch. */
  queued: number;
  answerBy: number;
  /** Meant for this agent alone. */
  direct?: true;
  /** The caller had lost an agent and waited again. */
  returned?: true;
  /** A colleague asks to take the customer over: who, and of which call and transfer. */
  transfer?: FromColleague;
  /** The customer wants to be called: which attempt this is, and how many there are. */
  callback?: {
    attempt: number;
    of: number;
    /** They have left a message besides: to have heard it is not enough. */
    wanted?: true;
  };
  /** The customer has left a message, perhaps before they called: `RE…`, whole seconds. */
  message?: { id: string; seconds: number };
}

/** A call: what it was started with, and what has become known since. Item of the map `calls.<agent>`. */
export interface CallState extends Facts {
  v: 1;
  /** Sorts by time of start. */
  id: string;
  /** Claimed at, milliseconds since the epoch. */
  at: number;
  /** The agent talks in a browser; absent: on their own phone. */
  kind?: 'browser';
  /** The agent's number, E.164; in a browser `client:` and their id. */
  from: string;
  /** The customer's number, E.164. */
  to: string;
  /** Name of the conference, unguessable. */
  conference: string;
  /** The agent's e-mail address: supervisors see it. */
  who: string;
  /** What the agent called it. */
  label?: string;
  /** The number the customer is shown, E.164; absent: the usual one. */
  callerId?: string;
  /** A customer called us; absent: the agent calls. */
  direction?: 'inbound';
  /** Of a call that came in. */
  offer?: Offer;
}

/** A note with words stands before one without; else the later one. */
function joinNotes(a: Note, b: Note): Note {
  const words = ({ disposition = '', notes = '' }: Note) => `${disposition}\n${notes}`;
  const order =
    Number(words(a) !== '\n') - Number(words(b) !== '\n') || a.at - b.at || (words(a) < words(b) ? -1 : 1);
  return order > 0 ? a : b;
}

const bySid = (a: LineFacts, b: LineFacts): number => (a.sid < b.sid ? -1 : 1);
const since = ({ ringing, answered }: LineFacts): number =>
  Math.min(ringing ?? Number.MAX_VALUE, answered ?? Number.MAX_VALUE);

/**
 * Which of two lines stands for its side: one that is up before one that is over; of two that are over, one that was
 * answered; else the one that rang first.
 */
function standsFirst(a: LineFacts, b: LineFacts): number {
  const over = Number(isFinal(a.status)) - Number(isFinal(b.status));
  const talked = isFinal(a.status) ? Number(pickedUp(b)) - Number(pickedUp(a)) : 0;
  return over || talked || since(a) - since(b) || bySid(a, b);
}

/** Of more lines than this in one role, those with the smallest sids are kept: a bound that order doesn't change. */
const LINES = 2;

function linesOf({ other, ...line }: LegFacts): LineFacts[] {
  return other === undefined ? [line] : [line, other];
}

/** Two reports of the same line add up; two lines stand side by side. */
function joinLegs(a: LegFacts, b: LegFacts): LegFacts {
  const lines = new Map<string, LineFacts>();
  for (const line of [...linesOf(a), ...linesOf(b)])
    lines.set(line.sid, joinLines(lines.get(line.sid) ?? line, line));
  const kept = [...lines.values()].sort(bySid).slice(0, LINES).sort(standsFirst);
  const [standing = a, other] = kept;
  return compact<LegFacts>({ ...standing, other });
}

/** Adds facts to facts: commutative, associative, idempotent. */
export function joinFacts(a: Facts, b: Facts): Facts {
  return compact<Facts>({
    agent: both(a.agent, b.agent, joinLegs),
    customer: both(a.customer, b.customer, joinLegs),
    rooms: both(a.rooms, b.rooms, joinRooms),
    others: both(a.others, b.others, joinOthers),
    supervised: both(a.supervised, b.supervised, joinSupervised),
    takes: both(a.takes, b.takes, joinTakes),
    marks: both(a.marks, b.marks, joinMarks),
    key: both(a.key, b.key, earliest),
    dialled: both(a.dialled, b.dialled, newest),
    again: a.again ?? b.again,
    refused: both(a.refused, b.refused, latest),
    dropped: both(a.dropped, b.dropped, earliest),
    asked: both(a.asked, b.asked, earlier),
    capped: both(a.capped, b.capped, earliest),
    told: both(a.told, b.told, newest),
    untold: both(a.untold, b.untold, latest),
    noted: both(a.noted, b.noted, latest),
    lapsed: both(a.lapsed, b.lapsed, earliest),
    archived: both(a.archived, b.archived, latest),
    transfer: both(a.transfer, b.transfer, joinTransfers),
    withdrawn: both(a.withdrawn, b.withdrawn, earlier),
    accepted: both(a.accepted, b.accepted, earliest),
    rejected: both(a.rejected, b.rejected, earliest),
    consulted: both(a.consulted, b.consulted, earliest),
    passed: both(a.passed, b.passed, earliest),
    released: both(a.released, b.released, earliest),
    wrapping: both(a.wrapping, b.wrapping, newest),
    unwrapped: both(a.unwrapped, b.unwrapped, latest),
    wrapped: both(a.wrapped, b.wrapped, earliest),
    note: both(a.note, b.note, joinNotes),
    held: both(a.held, b.held, first),
    freed: both(a.freed, b.freed, earliest),
  });
}

/** The call with more known of it. */
export function learn(call: CallState, facts: Facts): CallState {
  const { v, id, at, kind, from, to, conference, who, label, callerId, direction, offer } = call;
  const start = { v, id, at, kind, from, to, conference, who, label, callerId, direction, offer };
  return Object.assign(compact<CallState>(start), joinFacts(call, facts));
}

/** Nothing new was learnt. Both must come from `learn`. */
export const sameCall = (a: CallState, b: CallState): boolean => JSON.stringify(a) === JSON.stringify(b);
