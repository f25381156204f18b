import type { CallView } from '../../src/calls/contract';
import type { AfterCallView } from '../../src/workers/contract';

/** Whether a call is one that a note is written on: it came in, and was talked in. */
export const needsNote = (call: CallView): boolean =>
  call.offer !== undefined && call.phase === 'ended' && call.connectedAt !== undefined;

/** Whether a note may be written on a call: those that the agent made, and those that came in and were taken. */
export const mayHaveNote = (call: CallView): boolean =>
  call.phase === 'ended' && (call.direction === 'outbound' || call.wrapUp !== undefined);

/** What is known when one asks which note to write. */
interface Known {
  /** The call that goes on, or went on last and was watched. */
  current: CallView | undefined;
  /** The one whose note was put aside and taken up again. */
  picked?: CallView | undefined;
  /** Calls that ended, newest first. */
  past: readonly CallView[];
  afterCall: AfterCallView | undefined;
  /** Calls with a draft, the one written last first. */
  drafts: readonly string[];
  /** Calls whose time for the note has run out while one watched. */
  ranOut: ReadonlySet<string>;
  /** Calls whose notes were handed in, or put aside for now. */
  through: ReadonlySet<string>;
}

/**
 * The call whose note is to be written now: the one that has just ended; after a reload the one that TaskRouter waits
 * for; when nothing else is to be done, one that was begun and not handed in.
 */
export function toWrapUp(known: Known): CallView | undefined {
  const { current, picked, past, afterCall, drafts, ranOut, through } = known;
  const open = (call: CallView | undefined, wanted = needsNote): call is CallView =>
    call !== undefined && wanted(call) && !through.has(call.id);
  // Done elsewhere, unless only the time for it was over.
  const handedIn = ({ id, wrapUp }: CallView): boolean =>
    wrapUp?.doneAt !== undefined &&
    (wrapUp.disposition !== undefined ||
      wrapUp.notes !== undefined ||
      !(ranOut.has(id) || drafts.includes(id)));
  if (open(current) && !handedIn(current)) return current;
  if (current !== undefined && current.phase !== 'ended') return undefined;
  if (open(picked, mayHaveNote)) return picked;
  if (current !== undefined) return undefined;
  const byId = (id: string | undefined) => past.find((call) => call.id === id);
  const waited = byId(afterCall?.call);
  if (open(waited)) return waited;
  return drafts.map(byId).find((call) => open(call, mayHaveNote));
}
