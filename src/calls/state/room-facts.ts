import { newestOfSlots } from './others';
import { both, compact, first, latest } from './semilattice';

/** How somebody takes part in a conference, by the latest event that told it. */
export interface Stand {
  /** The event's SequenceNumber. */
  n: number;
  muted?: true;
  held?: true;
  /** Heard by the agent alone. */
  coach?: true;
}

/** Somebody was put on hold. */
export interface Hold {
  /** The event's SequenceNumber. */
  n: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * What conference events told of one conference instance. Numbers are SequenceNumbers, which count up in a conference;
 * keys are `agent`, `customer`, and the ids of others.
 */
export interface RoomFacts {
  joined: Record<string, number>;
  left: Record<string, number>;
  /** Those who were ever muted, held or coaching. What was told before the last join does not count. */
  stands?: Record<string, Stand>;
  /** The last time that somebody was put on hold: a later event may tell that they still are. */
  holds?: Record<string, Hold>;
  ended?: true;
  /** CallSidEndingConference. */
  endedBy?: string;
}

/** Of what was told of a participant by the same number, which Twilio never does, either stands, but always the same. */
const laterStand = (a: Stand, b: Stand): Stand => {
  if (a.n !== b.n) return a.n > b.n ? a : b;
  return JSON.stringify(a) > JSON.stringify(b) ? a : b;
};

const laterHold = (a: Hold, b: Hold): Hold => {
  if (a.n !== b.n) return a.n > b.n ? a : b;
  return a.at <= b.at ? a : b;
};

/** Adds up by key; of those who had the same slot one after another, the last. Keys in order. */
function joinByWhom<T>(a: Record<string, T>, b: Record<string, T>, join: (a: T, b: T) => T) {
  const kept = newestOfSlots([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(kept.map((who) => [who, both(a[who], b[who], join) as T]));
}

const joinRoom = (a: RoomFacts, b: RoomFacts): RoomFacts =>
  compact<RoomFacts>({
    joined: joinByWhom(a.joined, b.joined, latest),
    left: joinByWhom(a.left, b.left, latest),
    stands: both(a.stands, b.stands, (x, y) => joinByWhom(x, y, laterStand)),
    holds: both(a.holds, b.holds, (x, y) => joinByWhom(x, y, laterHold)),
    ended: a.ended ?? b.ended,
    endedBy: both(a.endedBy, b.endedBy, first),
  });

const ROOMS = 2;

/** Keeps the rooms with the smallest sids, so that the bound holds and the order of arrival does not matter. */
export function joinRooms(
  a: Record<string, RoomFacts>,
  b: Record<string, RoomFacts>,
): Record<string, RoomFacts> {
  const sids = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().slice(0, ROOMS);
  const empty: RoomFacts = { joined: {}, left: {} };
  return Object.fromEntries(sids.map((sid) => [sid, joinRoom(a[sid] ?? empty, b[sid] ?? empty)]));
}
