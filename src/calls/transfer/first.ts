import type { Deps } from '../../endpoint';
import { freeSlot, nextId } from '../control/seats';
import { readTransfer } from '../inbound/attributes';
import type { CallRef } from '../items';
import { settle } from '../settle';
import {
  agentGone,
  type CallState,
  type Facts,
  type Failure,
  type FromColleague,
  GUEST_SLOTS,
  isFinal,
  isUnderWay,
  joinFacts,
  type News,
  type OtherId,
  pickedUp,
  type Transfer,
} from '../state';

const refOf = ({ agent, call }: FromColleague): CallRef => ({ agent, call });

/** The transfer that a colleague was asked by, if it goes on and nobody else has it. */
function standing(call: CallState, { id }: FromColleague, into: string): Transfer | undefined {
  const { transfer } = call;
  if (transfer === undefined || transfer.by !== id || !isUnderWay(call)) return undefined;
  return transfer.into === undefined || transfer.into === into ? transfer : undefined;
}

/**
 * A colleague is about to be asked by a task: whether the transfer still goes on. Keeps which task it is. Two requests,
 * one when that is known.
 */
export async function isWanted(deps: Deps, from: FromColleague, task: string): Promise<boolean> {
  const settled = await settle(deps, refOf(from), (call) => {
    const { transfer } = call;
    if (transfer?.by !== from.id || !isUnderWay(call) || transfer.taken !== undefined) return {};
    return { transfer: { ...transfer, task } };
  });
  const call = settled?.call;
  return call?.transfer?.by === from.id && isUnderWay(call);
}

/** The colleague who says yes. */
export interface Second {
  ref: CallRef;
  call: CallState;
  /** Their line, `CA…`. */
  sid: string;
}

/** Their place in the first call, for a conversation before they are given the customer. */
function seat(known: CallState, transfer: Transfer, { ref, call, sid }: Second, at: number, random: string) {
  const slot = freeSlot(known, GUEST_SLOTS);
  const guest: OtherId | undefined = transfer.guest ?? (slot && nextId(known, slot, random));
  if (guest === undefined) return undefined;
  const other = {
    at,
    by: ref.agent,
    to: call.from.startsWith('+') ? '' : call.from,
    who: call.who,
    line: { sid, status: 'in-progress' as const, answered: at },
  };
  return { guest, others: { [guest]: other } };
}

/** What came of a yes: the customer is theirs, they talk with the colleague first, or it is too late. */
export type Taken =
  | { do: 'bring'; first: CallState }
  | { do: 'consult'; first: CallState; guest: OtherId }
  | { do: 'gone' };

/**
 * A colleague has said yes: claims the transfer for them. Of a yes and a cancellation at the same time one counts. Two
 * requests. Said again it changes nothing.
 */
export async function takeFromFirst(deps: Deps, from: FromColleague, second: Second): Promise<Taken> {
  const at = deps.now().getTime();
  const random = deps.ids.unguessable();
  const into = second.ref.call;
  const settled = await settle(deps, refOf(from), (known): Facts => {
    const transfer = standing(known, from, into);
    if (transfer === undefined) return {};
    const taken = { ...transfer, taken: transfer.taken ?? at, into };
    const alone = transfer.kind === 'cold' || agentGone(known) || transfer.left !== undefined;
    if (alone) return { transfer: taken };
    const place = seat(known, transfer, second, at, random);
    if (place === undefined) return { transfer: { ...transfer, failed: { at, reason: 'unreachable' } } };
    return { transfer: { ...taken, guest: place.guest }, others: place.others };
  });
  const first = settled?.call;
  const transfer = first && standing(first, from, into);
  if (first === undefined || transfer === undefined || transfer.into !== into) return { do: 'gone' };
  return transfer.guest === undefined
    ? { do: 'bring', first }
    : { do: 'consult', first, guest: transfer.guest };
}

/** The line of the colleague is out of the first call: over, or gone to their own. */
export function outOfFirst({ transfer, others }: CallState, at: number): Facts {
  const guest = transfer?.guest;
  const line = guest === undefined ? undefined : others?.[guest]?.line;
  if (guest === undefined || line === undefined || transfer?.target !== 'colleague') return {};
  return { others: { [guest]: { line: { sid: line.sid, status: 'completed', ended: at } } } };
}

/** The customer has left the first conference, which is over for all: guests have gone with them, or hear a goodbye. */
export function allOut(
  { others = {} }: CallState,
  at: number,
  whom: (id: OtherId) => boolean = () => true,
): Facts {
  const out = Object.entries(others).flatMap(([id, { line }]) =>
    line !== undefined && pickedUp(line) && !isFinal(line.status) && whom(id)
      ? [[id, { line: { sid: line.sid, status: 'completed' as const, ended: at } }]]
      : [],
  );
  return out.length === 0 ? {} : { others: Object.fromEntries(out) };
}

/** What the first call learns: pure. */
function learnt(known: CallState, from: FromColleague, into: string, news: News, at: number): Facts {
  const { transfer } = known;
  if (transfer === undefined || transfer.by !== from.id) return {};
  if (transfer.into !== undefined && transfer.into !== into) return {};
  if (news === 'done') {
    const all = allOut(known, at);
    if (transfer.done !== undefined) return all;
    return joinFacts(all, { transfer: { ...transfer, into, done: at }, released: at });
  }
  const out = outOfFirst(known, at);
  return isUnderWay(known)
    ? joinFacts(out, { transfer: { ...transfer, failed: { at, reason: news } } })
    : out;
}

/** Tells the first call what came of it; it then does what follows. Two requests; safe to repeat. */
export async function tellFirst(deps: Deps, from: FromColleague, into: string, news: News): Promise<Facts> {
  const at = deps.now().getTime();
  await settle(deps, refOf(from), (known) => learnt(known, from, into, news, at));
  return { passed: at };
}

/**
 * TaskRouter has given up the task by which a colleague was to be asked. Safe to repeat; what it says is not trusted to
 * be ours. Two requests at most.
 */
export async function nobodyTook(deps: Deps, transfer: unknown): Promise<void> {
  const from = readTransfer(transfer);
  if (from !== undefined) await failFirst(deps, from, 'no_answer');
}

/** A colleague could not even be asked, or TaskRouter gave up asking. Two requests; safe to repeat. */
export async function failFirst(deps: Deps, from: FromColleague, reason: Failure): Promise<void> {
  const at = deps.now().getTime();
  await settle(deps, refOf(from), (known) =>
    known.transfer?.by === from.id && known.transfer.taken === undefined && isUnderWay(known)
      ? { transfer: { ...known.transfer, failed: { at, reason } } }
      : {},
  );
}
