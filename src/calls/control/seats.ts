import { type CallState, isOtherOver, type OtherId, type Slot } from '../state';

/** The characters of a count, in order; two of them count to 1023. */
const COUNT = '0123456789abcdefghijklmnopqrstuv';
const RANDOM = 6;

const countOf = (id: OtherId): number => Number.parseInt(id.slice(2, 4), 32);

/** How many were called into this call so far, beside its two. */
export const calledSoFar = (call: CallState): number =>
  Math.max(0, ...Object.keys(call.others ?? {}).map((id) => countOf(id)));

/** The id of the next one in that slot: greater than all before in it. */
export function nextId(call: CallState, slot: Slot, random: string): OtherId {
  const count = calledSoFar(call) + 1;
  return `${slot}${COUNT[Math.floor(count / 32)] ?? 'v'}${COUNT[count % 32]}${random.slice(0, RANDOM)}`;
}

/** Which of these places is free, first those that nobody had yet, then the one left the longest ago. */
export function freeSlot(call: CallState, slots: readonly Slot[]): Slot | undefined {
  const held = new Map(
    Object.entries(call.others ?? {}).map(([id, other]) => [id.slice(0, 2), { id, other }]),
  );
  const unused = slots.find((slot) => !held.has(slot));
  if (unused !== undefined) return unused;
  const left = slots.flatMap((slot) => {
    const had = held.get(slot);
    return had !== undefined && isOtherOver(had.other) ? [{ slot, count: countOf(had.id) }] : [];
  });
  return left.sort((a, b) => a.count - b.count)[0]?.slot;
}
