import type { LegStatus } from '../contract';

/**
 * The two lines of a call. A label is also the participant's label in the conference.
 */
export type Label = 'agent' | 'customer';

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

/**
 * What is known of one side of a call: the line that stands for it (see `linesOf`), and beside it one more that was
 * reported in the same role. A request whose answer was lost may have been repeated, and the first line's late report
 * must not end the second.
 */
export interface LegFacts extends LineFacts {
  other?: LineFacts;
}

/** What conference events told of one conference instance. Numbers are SequenceNumbers, which count up in a conference. */
export interface RoomFacts {
  joined: Partial<Record<Label, number>>;
  left: Partial<Record<Label, number>>;
  ended?: true;
  /** CallSidEndingConference. */
  endedBy?: string;
}

/**
 * Somebody is about to do what must be done once. `by` is theirs alone: when the answer to writing the claim got lost,
 * they know it again.
 */
export interface Claim {
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
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

  // Of a call that came in.
  /** The offer was taken back before the agent took it, at. */
  withdrawn?: { at: number; by: 'customer' | 'system' };
  /** TaskRouter was told that the agent takes the caller, at. */
  accepted?: number;
  /** TaskRouter was told, or knew, that the agent does not take the caller, at. */
  rejected?: number;
  /** The customer has left this call for the queue, or for a goodbye, at. */
  released?: number;
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

/** What a call that came in is about: what it was started with. */
export interface Offer {
  /** `WT…`, `WR…`, `WK…` */
  task: string;
  reservation: string;
  worker: string;
  /** The customer's line, `CA…`. */
  caller: string;
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

/** `undefined` is the least element of every field. */
function both<T>(a: T | undefined, b: T | undefined, join: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : join(a, b);
}
const earliest = (a: number, b: number): number => Math.min(a, b);
const latest = (a: number, b: number): number => Math.max(a, b);
const newest = <T extends Claim>(a: T, b: T): T => (a.at > b.at || (a.at === b.at && a.by >= b.by) ? a : b);
const first = (a: string, b: string): string => (a < b ? a : b);
const earlier = <T extends { at: number; by: string }>(a: T, b: T): T =>
  a.at < b.at || (a.at === b.at && a.by < b.by) ? a : b;

/** A note with words stands before one without; else the later one. */
function joinNotes(a: Note, b: Note): Note {
  const words = ({ disposition = '', notes = '' }: Note) => `${disposition}\n${notes}`;
  const order =
    Number(words(a) !== '\n') - Number(words(b) !== '\n') || a.at - b.at || (words(a) < words(b) ? -1 : 1);
  return order > 0 ? a : b;
}

/** Without its undefined fields, the others in the order given: equal facts have equal JSON. */
function compact<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

const joinLines = (a: LineFacts, b: LineFacts): LineFacts =>
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

const joinSequences = (a: RoomFacts['joined'], b: RoomFacts['joined']): RoomFacts['joined'] =>
  compact<RoomFacts['joined']>({
    agent: both(a.agent, b.agent, latest),
    customer: both(a.customer, b.customer, latest),
  });

const joinRoom = (a: RoomFacts, b: RoomFacts): RoomFacts =>
  compact<RoomFacts>({
    joined: joinSequences(a.joined, b.joined),
    left: joinSequences(a.left, b.left),
    ended: a.ended ?? b.ended,
    endedBy: both(a.endedBy, b.endedBy, first),
  });

const ROOMS = 2;

/** Keeps the rooms with the smallest sids, so that the bound holds and the order of arrival does not matter. */
function joinRooms(a: Record<string, RoomFacts>, b: Record<string, RoomFacts>): Record<string, RoomFacts> {
  const sids = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().slice(0, ROOMS);
  const empty: RoomFacts = { joined: {}, left: {} };
  return Object.fromEntries(sids.map((sid) => [sid, joinRoom(a[sid] ?? empty, b[sid] ?? empty)]));
}

/** Adds facts to facts: commutative, associative, idempotent. */
export function joinFacts(a: Facts, b: Facts): Facts {
  return compact<Facts>({
    agent: both(a.agent, b.agent, joinLegs),
    customer: both(a.customer, b.customer, joinLegs),
    rooms: both(a.rooms, b.rooms, joinRooms),
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
    withdrawn: both(a.withdrawn, b.withdrawn, earlier),
    accepted: both(a.accepted, b.accepted, earliest),
    rejected: both(a.rejected, b.rejected, earliest),
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
  return {
    ...compact<CallState>({
      v,
      id,
      at,
      kind,
      from,
      to,
      conference,
      who,
      label,
      callerId,
      direction,
      offer,
    }),
    ...joinFacts(call, facts),
  };
}

/** Nothing new was learnt. Both must come from `learn`. */
export const sameCall = (a: CallState, b: CallState): boolean => JSON.stringify(a) === JSON.stringify(b);
