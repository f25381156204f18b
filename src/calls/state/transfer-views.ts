import type { TransferPhase, TransferView } from '../contract';
import { CLAIM_MS } from './claims';
import { type CallState, type Facts, isFinal, joinFacts, type LineFacts, pickedUp } from './facts';
import { agentGone } from './inbound';
import { isOver } from './legs';
import { isSupervisorId, type OtherFacts, type OtherId } from './others';
import type { Failure, Transfer } from './transfer';
import { isPresent, roomWith, standOf } from './views';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Where a transfer is, and why it failed. */
export interface Stage {
  phase: TransferPhase;
  reason?: Failure;
}

/** SIP 603: the person refused the call. https://www.twilio.com/docs/voice/api/call-resource */
const DECLINED = 603;

function failureOf(line: LineFacts): Failure {
  if (pickedUp(line)) return 'left';
  if (line.status === 'busy') return line.sip === DECLINED ? 'declined' : 'busy';
  return line.status === 'failed' ? 'unreachable' : 'no_answer';
}

/** The guest who is called or consulted. */
const guestOf = (call: CallState, { guest }: Transfer): OtherFacts | undefined =>
  guest === undefined ? undefined : call.others?.[guest];

/** Where it is by the guest's line. */
function guestStage({ kind, target }: Transfer, { line, gone, refused }: OtherFacts): Stage | undefined {
  if (line !== undefined && isFinal(line.status) && gone === undefined)
    return { phase: 'failed', reason: failureOf(line) };
  if (gone !== undefined) return { phase: 'canceled' };
  if (line === undefined)
    return refused === undefined ? undefined : { phase: 'failed', reason: 'unreachable' };
  return pickedUp(line) && (kind === 'warm' || target === 'colleague') ? { phase: 'consulting' } : undefined;
}

/** Where the transfer of a call is. What it came to stays, whatever is learnt after it. */
export function stageOf(call: CallState): Stage | undefined {
  const { transfer } = call;
  if (transfer === undefined) return undefined;
  const { done, canceled, failed } = transfer;
  if (done !== undefined) return { phase: 'done' };
  if (failed !== undefined && (canceled === undefined || failed.at < canceled))
    return { phase: 'failed', reason: failed.reason };
  if (canceled !== undefined) return { phase: 'canceled' };
  const off = call.asked ?? call.capped ?? call.dropped ?? call.released;
  if (off !== undefined || isOver(call.customer)) return { phase: 'canceled' };
  const guest = guestOf(call, transfer);
  return (guest && guestStage(transfer, guest)) ?? { phase: 'ringing' };
}

/** A transfer goes on: the customer and whoever is called are not to be ended, whatever the agent does. */
export function isUnderWay(call: CallState): boolean {
  const phase = stageOf(call)?.phase;
  return phase === 'ringing' || phase === 'consulting';
}

/** The customer was left with a guest: the agent has nothing more to do with them. */
export const isWithGuest = ({ transfer }: CallState): boolean =>
  transfer?.done !== undefined && transfer.target === 'number';

/** The guests whose lines are up. */
export const guestsUp = (call: CallState): LineFacts[] =>
  Object.entries(call.others ?? {}).flatMap(([id, { line }]) =>
    isSupervisorId(id) || line === undefined || isFinal(line.status) ? [] : [line],
  );

/** The agent has left the customer with a guest, and those two talk on. */
export const talkOn = (call: CallState): boolean =>
  isWithGuest(call) && call.asked === undefined && !isOver(call.customer) && guestsUp(call).length > 0;

/** A transfer came to nothing after its agent had gone, or as they went: the customer is nobody's. */
export const isStranded = (call: CallState): boolean => {
  const { transfer } = call;
  if (transfer === undefined || transfer.restored !== undefined || transfer.done !== undefined) return false;
  if (isUnderWay(call) || !(agentGone(call) || transfer.left !== undefined)) return false;
  const off = call.asked ?? call.capped ?? call.dropped ?? call.released;
  return off === undefined && !isOver(call.customer);
};

/** The agent's line ended while, for a transfer, its end was not that of the conference. Twilio's times are whole seconds. */
export function wasLoose({ transfer, agent }: CallState): boolean {
  const { loose, restored } = transfer ?? {};
  if (loose === undefined || agent?.ended === undefined) return false;
  return restored === undefined || loose > restored || agent.ended <= restored + 1_000;
}

/** A colleague of whose task nothing was heard for so long is not asked any more. */
const UNASKED_MS = 60_000;

/** What it came to by itself, that a customer is with whom they were given to aside. */
function outcome(call: CallState, transfer: Transfer, now: number): Partial<Transfer> {
  const stage = stageOf(call);
  const { canceled, failed, target, taken, at } = transfer;
  if (stage?.phase === 'canceled' && canceled === undefined) return { canceled: now };
  if (stage?.phase === 'failed' && failed === undefined)
    return { failed: { at: now, reason: stage.reason ?? 'unreachable' } };
  const unasked = target === 'colleague' && taken === undefined && now - at > UNASKED_MS;
  return unasked && stage?.phase === 'ringing' ? { failed: { at: now, reason: 'no_answer' } } : {};
}

/** The customer has left the conference, and that was its end: they were taken out of it, or have hung up. */
export function endedByCustomer(call: CallState): boolean {
  const sid = call.offer?.caller ?? call.customer?.sid;
  return Object.values(call.rooms ?? {}).some(({ endedBy }) => endedBy !== undefined && endedBy === sid);
}

/** Somebody gives the customer away just now. */
const isMoving = ({ moving, unmoved = 0 }: Transfer, now: number): boolean =>
  moving !== undefined && unmoved < moving.at && now - moving.at <= CLAIM_MS;

/** The customer's line has gone where it was told to. Nobody tells it anything when the conference has ended before. */
function hasGoneOn(call: CallState, transfer: Transfer, now: number): boolean {
  return isMoving(transfer, now) && !isOver(call.customer) && endedByCustomer(call);
}

/** Somebody gives the customer to the guest just now, and the two hear each other. */
function hearEachOther(call: CallState, transfer: Transfer, now: number): boolean {
  const { guest } = transfer;
  if (guest === undefined || !isMoving(transfer, now)) return false;
  const room = roomWith(call, 'customer');
  // Who is there to coach the agent must be told first that there is nobody to coach any more.
  const supervisor = Object.keys(call.others ?? {}).some((id) => isSupervisorId(id) && isPresent(call, id));
  if (supervisor) return false;
  const told = room !== undefined && call.rooms?.[room]?.stands?.customer !== undefined;
  return told && isPresent(call, guest) && !standOf(call, 'customer').held && !standOf(call, guest).held;
}

/** The line of the colleague is out of the first call: over, or gone to their own. */
export function outOfFirst({ transfer, others }: CallState, at: number): Facts {
  const guest = transfer?.guest;
  const line = guest === undefined ? undefined : others?.[guest]?.line;
  if (guest === undefined || line === undefined || transfer?.target !== 'colleague') return {};
  return { others: { [guest]: { line: { sid: line.sid, status: 'completed', ended: at } } } };
}

/** Those whose lines were up are out: gone along with the customer, or they have heard a goodbye. */
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

/** The customer is with whom they were given to; of the others only guests whom they are left with stay. */
export function givenAway(call: CallState, at: number): Facts {
  const { transfer } = call;
  if (transfer === undefined) return {};
  const out = allOut(call, at, transfer.target === 'number' ? isSupervisorId : undefined);
  return joinFacts(out, { transfer: { ...transfer, done: at }, released: at });
}

/** Whom the agent talks with is whom they wanted to. */
function isAsWished(call: CallState, { talk, guest }: Transfer): boolean {
  if (talk === undefined || guest === undefined) return false;
  const [customer, other] = [standOf(call, 'customer').held ?? false, standOf(call, guest).held ?? false];
  return customer === (talk.with === 'target') && other === (talk.with === 'customer');
}

/**
 * What follows from the reports for the transfer. What it came to is kept once it is known: a later guest may have the
 * place of the one who was called.
 */
export function decidedTransfer(call: CallState, now: number): Facts {
  const { transfer } = call;
  if (transfer === undefined || transfer.done !== undefined) return {};
  if (isUnderWay(call)) {
    const isTheirs =
      transfer.target === 'number' ? hearEachOther(call, transfer, now) : hasGoneOn(call, transfer, now);
    if (isTheirs) return givenAway(call, now);
  }
  const known = outcome(call, transfer, now);
  const music = transfer.ready === undefined && standOf(call, 'customer').held;
  if (music) known.ready = now;
  if (transfer.talk !== undefined && (transfer.talked ?? 0) < transfer.talk.at && isAsWished(call, transfer))
    known.talked = transfer.talk.at;
  return Object.keys(known).length === 0 ? {} : { transfer: { ...transfer, ...known } };
}

/** Facts about the transfer by that name, for `settle`; nothing when another one was asked for since. */
export const aboutTransfer =
  (by: string, facts: Partial<Transfer> | ((transfer: Transfer, call: CallState) => Partial<Transfer>)) =>
  (call: CallState): Facts => {
    const { transfer } = call;
    if (transfer === undefined || transfer.by !== by) return {};
    const more = typeof facts === 'function' ? facts(transfer, call) : facts;
    return Object.keys(more).length === 0 ? {} : { transfer: { ...transfer, ...more } };
  };

/** Whom the agent talks with during a consultation, by who is on hold. */
function talkOf(call: CallState, { guest }: Transfer): 'customer' | 'target' | 'all' {
  if (standOf(call, 'customer').held) return 'target';
  return guest !== undefined && standOf(call, guest).held ? 'customer' : 'all';
}

/** The last transfer as a page shows it. */
export function transferView(call: CallState): { transfer?: TransferView } {
  const { transfer } = call;
  const stage = stageOf(call);
  if (transfer === undefined || stage === undefined) return {};
  const { kind, target, to, guest, at } = transfer;
  return {
    transfer: {
      kind,
      target,
      to,
      ...(guest === undefined ? {} : { participant: guest }),
      phase: stage.phase,
      ...(stage.phase === 'consulting' ? { with: talkOf(call, transfer) } : {}),
      ...(stage.reason === undefined ? {} : { reason: stage.reason }),
      since: iso(at),
    },
  };
}
