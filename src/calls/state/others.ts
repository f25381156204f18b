import { joinLines, type LineFacts } from './line-facts';
import { both, type Claim, compact, earlier, earliest, first, latest, newest } from './semilattice';

/**
 * Who else is in a call beside the agent and the customer: guests (`g1` to `g4`) and a supervisor (`s0`). An id begins
 * with the slot; the count of who had been in the call before and some random letters follow, so that in a slot the later
 * one is greater, and what is told late of the one before is not taken for the present one's.
 */
export type OtherId = string;
const OTHER_ID = /^(g[1-4]|s0)[0-9a-v]{2}[a-z2-7]{6}$/;

/** Whether a text is the id of a guest or of a supervisor. */
export const isOtherId = (text: string): boolean => OTHER_ID.test(text);
/** What an id of a guest looks like. */
export const GUEST_ID = /^g[1-4][0-9a-v]{2}[a-z2-7]{6}$/;

/** A place for one at a time. */
export type Slot = 'g1' | 'g2' | 'g3' | 'g4' | 's0';
export const GUEST_SLOTS = ['g1', 'g2', 'g3', 'g4'] as const satisfies Slot[];
const slotOf = (id: string): string => id.slice(0, 2);

export const isSupervisorId = (id: OtherId): boolean => slotOf(id) === 's0';

/** The label of somebody in the conference. Labels must differ: https://www.twilio.com/docs/voice/api/conference-participant-resource */
export const labelOf = (id: OtherId): string => `${isSupervisorId(id) ? 'supervisor' : 'guest'}-${id}`;

/** Whose label it is: `agent`, `customer`, or an id; undefined: nobody's of ours. */
export function whoseLabel(label: string | undefined): string | undefined {
  if (label === 'agent' || label === 'customer') return label;
  const id = /^(?:guest|supervisor)-(.+)$/.exec(label ?? '')?.[1];
  return id !== undefined && isOtherId(id) && labelOf(id) === label ? id : undefined;
}

/** How a supervisor takes part: unheard, heard by the agent alone, or by everybody. */
export type Mode = 'listen' | 'whisper' | 'barge';

/** What is known of a guest or a supervisor. The first four are said once, when they are called. */
export interface OtherFacts {
  /** Called at. Milliseconds since the epoch, as all times. */
  at?: number;
  /** The number, E.164; of a colleague or a supervisor masked, or `client:` and their id. */
  to?: string;
  /** A colleague's or a supervisor's e-mail address, cut when it is long. */
  who?: string;
  /** Agent id of whoever had them called: a supervisor's own. */
  by?: string;
  line?: LineFacts;
  /** No line came of it, at. */
  refused?: number;
  /** Somebody wants them out, at. */
  gone?: { at: number; by: string };
  /** Last claim to end their line. */
  cut?: Claim;
  /** The last claim to end it came to nothing, at. */
  uncut?: number;
  /** How a supervisor wants to take part. */
  wish?: Claim & { mode: Mode };
}

/** A supervisor has changed how they take part: kept for good, as far as there is room. */
export interface Supervised {
  at: number;
  /** Their e-mail address, cut when it is long. */
  by: string;
  mode: Mode | 'stop';
}

/** Whoever had a slot before makes way, so that the bound holds whatever the order. Sorted. */
export function newestOfSlots(ids: string[]): string[] {
  const slots = new Map<string, string>();
  for (const id of ids) {
    const held = slots.get(slotOf(id));
    if (held === undefined || held < id) slots.set(slotOf(id), id);
  }
  return [...slots.values()].sort();
}

/** A guest is called once, so there is one line; of two, which is nobody's doing, that with the smaller sid. */
function joinTheirLines(a: LineFacts, b: LineFacts): LineFacts {
  if (a.sid !== b.sid) return a.sid < b.sid ? a : b;
  return joinLines(a, b);
}

const joinOther = (a: OtherFacts, b: OtherFacts): OtherFacts =>
  compact<OtherFacts>({
    at: both(a.at, b.at, earliest),
    to: both(a.to, b.to, first),
    who: both(a.who, b.who, first),
    by: both(a.by, b.by, first),
    line: both(a.line, b.line, joinTheirLines),
    refused: both(a.refused, b.refused, earliest),
    gone: both(a.gone, b.gone, earlier),
    cut: both(a.cut, b.cut, newest),
    uncut: both(a.uncut, b.uncut, latest),
    wish: both(a.wish, b.wish, newest),
  });

/** Adds what is known of others: commutative, associative, idempotent, bounded. */
export function joinOthers(
  a: Record<OtherId, OtherFacts>,
  b: Record<OtherId, OtherFacts>,
): Record<OtherId, OtherFacts> {
  const ids = newestOfSlots([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(ids.map((id) => [id, joinOther(a[id] ?? {}, b[id] ?? {})]));
}

/** As many changes as are kept with the call; the log has all. */
const CHANGES = 8;
const order = ({ at, by, mode }: Supervised): string => `${String(at).padStart(16, '0')} ${by} ${mode}`;

/** Keeps the latest changes. */
export function joinSupervised(a: Supervised[], b: Supervised[]): Supervised[] {
  const all = new Map([...a, ...b].map((change) => [order(change), change]));
  return [...all]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .slice(-CHANGES)
    .map(([, { at, by, mode }]) => ({ at, by, mode }));
}
