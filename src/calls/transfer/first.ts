import type { Deps } from '../../endpoint';
import { freeSlot, nextId } from '../control/seats';
import { readAsked, readTransfer } from '../inbound/attributes';
import { withdrawTask } from '../inbound/task';
import { type CallRef, callIn, callsOf, LIVE } from '../items';
import { settle } from '../settle';
import {
  type AskedColleague,
  agentGone,
  allOut,
  type CallState,
  type Facts,
  type Failure,
  type FromColleague,
  GUEST_SLOTS,
  givenAway,
  hasEnded,
  isOver,
  isUnderWay,
  joinFacts,
  learn,
  type News,
  newsOf,
  type OtherId,
  outOfFirst,
  phaseOf,
  type Transfer,
} from '../state';

const refOf = ({ agent, call }: FromColleague): CallRef => ({ agent, call });

/** The transfer that a colleague was asked by, if it goes on and nobody else has it. */
function standing(call: CallState, { id }: FromColleague, into: string): Transfer | undefined {
  const { transfer } = call;
  if (transfer === undefined || transfer.by !== id || !isUnderWay(call)) return undefined;
  return transfer.into === undefined || transfer.into === into ? transfer : undefined;
}

/** A task that is heard of so much later asks nobody any more. */
const STALE_MS = 60_000;

/** When a transfer was over. */
const overAt = ({ at, done, canceled, failed }: Transfer): number =>
  Math.max(at, done ?? 0, canceled ?? 0, failed?.at ?? 0);

/** What the first call learns when it hears of the task: that a transfer begins, or which task it has. Pure. */
function heardOf(known: CallState, asked: AskedColleague, task: string, now: number): Facts {
  const { transfer: last } = known;
  if (last?.by === asked.id)
    return isUnderWay(known) && last.taken === undefined ? { transfer: { ...last, task } } : {};
  const { id: by, kind, to, whom, at } = asked;
  const isOff = isUnderWay(known) || phaseOf(known) !== 'connected' || now - at > STALE_MS;
  // Of two clicks the one whose task was heard of first counts; the other was clicked before that was over.
  if (isOff || (last !== undefined && at <= overAt(last))) return {};
  return { transfer: { at, by, kind, target: 'colleague', to, agent: whom, task } };
}

/**
 * There is a task by which a colleague is to be asked: whether the transfer goes on. The first word of the task begins it:
 * the customer hears music, and the end of the agent's line ends no conference any more. Two requests, one when all of
 * that is known; four when it begins.
 */
export async function isWanted(deps: Deps, asked: AskedColleague, task: string): Promise<boolean> {
  const now = deps.now().getTime();
  const settled = await settle(deps, refOf(asked), (known) => heardOf(known, asked, task, now));
  const call = settled?.call;
  return call?.transfer?.by === asked.id && isUnderWay(call);
}

/**
 * TaskRouter has made a task by which a colleague is to be asked. Who does not wish it any more, or never did, takes it
 * back. Safe to repeat; what it says is not trusted to be ours.
 */
export async function colleagueAsked(deps: Deps, transfer: unknown, task: string): Promise<void> {
  const asked = readAsked(transfer);
  if (asked === undefined || (await isWanted(deps, asked, task))) return;
  const known = (await callBy(deps, refOf(asked)))?.transfer;
  // Of a colleague who had said yes, their own call looks after the task.
  if (known?.by === asked.id && known.taken !== undefined) return;
  await withdrawTask(deps, task, 'The transfer was taken back.');
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
    const room = second.call.conference;
    const taken = { ...transfer, taken: transfer.taken ?? at, into, room };
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

/** What the first call learns: pure. */
function learnt(known: CallState, from: FromColleague, into: string, news: News, at: number): Facts {
  const { transfer } = known;
  if (transfer === undefined || transfer.by !== from.id) return {};
  if (transfer.into !== undefined && transfer.into !== into) return {};
  if (news === 'done') {
    if (transfer.done !== undefined) return allOut(known, at);
    return givenAway(learn(known, { transfer: { ...transfer, into } }), at);
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

/** A call that goes on or is over. One request, or two. */
async function callBy(deps: Deps, { agent, call }: CallRef): Promise<CallState | undefined> {
  const calls = callsOf(deps, agent);
  return callIn(await calls.get(LIVE), call) ?? callIn(await calls.get(call), call);
}

/**
 * Whether the colleague who was consulted is being given the customer: then the conference in which they talked with
 * the first agent is over, as the customer has gone to theirs. Two requests at most.
 */
export async function isGiven(deps: Deps, from: FromColleague, into: string): Promise<boolean> {
  const first = await callBy(deps, refOf(from));
  const { transfer } = first ?? {};
  if (first === undefined || transfer?.by !== from.id || transfer.into !== into) return false;
  if (transfer.done !== undefined) return true;
  return transfer.moving !== undefined && isUnderWay(first) && !isOver(first.customer);
}

/**
 * What has come of the yes of a colleague who has told nothing since: their call is looked at. Two requests at most; safe
 * to repeat.
 */
export async function askSecond(deps: Deps, call: CallState): Promise<Facts> {
  const { transfer } = call;
  if (transfer?.agent === undefined || transfer.into === undefined) return {};
  const second = await callBy(deps, { agent: transfer.agent, call: transfer.into });
  // What it has told before was not heard.
  const { passed: _passed, ...untold } = second ?? { passed: undefined };
  const over = second === undefined || hasEnded(second);
  const news = (second && newsOf(untold as CallState)) ?? (over ? 'left' : undefined);
  const at = deps.now().getTime();
  if (news === undefined) return {};
  if (news === 'done') return givenAway(call, at);
  return joinFacts(outOfFirst(call, at), { transfer: { ...transfer, failed: { at, reason: news } } });
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
