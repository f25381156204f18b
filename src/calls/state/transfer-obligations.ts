import { CLAIM_MS, GRACE_MS } from './claims';
import type { CallState, Claim, Facts } from './facts';
import { agentGone } from './inbound';
import { isOver } from './legs';
import type { Obligation } from './obligations';
import type { Transfer } from './transfer';
import { endedByCustomer, guestsUp, isStranded, isUnderWay, isWithGuest, stageOf } from './transfer-views';
import { standOf, wasAnswered } from './views';

/** The customer's line, `CA…`. */
export const customerSid = (call: CallState): string | undefined => call.offer?.caller ?? call.customer?.sid;

/** A yes of which nothing more was heard for so long has to be asked after. */
const UNHEARD_MS = 60_000;

/** Nobody has to click for it: the first agent is gone, or a cold transfer was answered. */
function completesItself(call: CallState, { kind, target, guest, left }: Transfer): boolean {
  if (target === 'queue') return true;
  if (target === 'number' && kind === 'cold') return wasAnswered(call.others?.[guest ?? '']?.line);
  return stageOf(call)?.phase === 'consulting' && (left !== undefined || agentGone(call));
}

/** Nobody else has claimed it, or whoever has died, or it came to nothing. */
function isFreeFor(claim: Claim | undefined, me: Claim, undone?: number): boolean {
  if (claim === undefined || claim.by === me.by) return true;
  return (undone !== undefined && undone >= claim.at) || me.at - claim.at > CLAIM_MS;
}

/** Nobody else is giving the customer away just now. */
export const isFree = ({ moving, unmoved }: Transfer, me: Claim): boolean => isFreeFor(moving, me, unmoved);

/** The guest is to be called as soon as the customer hears music. */
function calls(call: CallState, { guest, ready, calling }: Transfer, me: Claim): Obligation[] {
  const other = call.others?.[guest ?? ''];
  if (guest === undefined || other === undefined || ready === undefined) return [];
  const off = other.line ?? other.refused ?? other.gone;
  if (off !== undefined || !isFreeFor(calling, me)) return [];
  return [{ do: 'call-target', id: guest, again: calling !== undefined }];
}

/**
 * The end of the agent's line must not be the end of the conference. Who asks for it by a click has another request to
 * make: then the first report that follows from that brings it.
 */
function loosens(
  call: CallState,
  { at, target, guest, ready, loose, left }: Transfer,
  me: Claim,
): Obligation[] {
  const { agent } = call;
  if (loose !== undefined || agent === undefined || isOver(agent)) return [];
  const reported = target === 'colleague' || left !== undefined || (ready ?? 0) > at;
  const called = call.others?.[guest ?? '']?.line !== undefined;
  return reported || called ? [{ do: 'change', who: 'agent', ends: false, means: { loose: me.at } }] : [];
}

/** What comes before somebody is called, and that they are. */
function prepares(call: CallState, transfer: Transfer, me: Claim): Obligation[] {
  const late = me.at - transfer.at > GRACE_MS;
  // Its event tells that it was so; when that was lost, nobody else does.
  const means = late ? { ready: me.at } : {};
  // The agent has let them hear again, or what was known of it was old: without the agent they hear nobody.
  const isAlone = transfer.left !== undefined || agentGone(call);
  const silent = isAlone && stageOf(call)?.phase === 'ringing' && !standOf(call, 'customer').held;
  const music: Obligation[] =
    transfer.ready === undefined || silent ? [{ do: 'change', who: 'customer', hold: true, means }] : [];
  return [...music, ...loosens(call, transfer, me), ...calls(call, transfer, me)];
}

/** The agent wants to talk with another one of the two, or both: first nobody hears who is not to, then the rest. */
function talks(call: CallState, { talk, talked = 0, guest }: Transfer, me: Claim): Obligation[] {
  if (talk === undefined || talked >= talk.at || guest === undefined) return [];
  if (stageOf(call)?.phase !== 'consulting') return [];
  const late = me.at - talk.at > GRACE_MS;
  const all = [
    { who: 'customer', hold: talk.with === 'target' },
    { who: guest, hold: talk.with === 'customer' },
  ];
  const differ = all.filter(({ who, hold }) => late || hold !== (standOf(call, who).held ?? false));
  const silenced = differ.filter(({ hold }) => hold);
  const now = silenced.length > 0 && !late ? silenced : [...silenced, ...differ.filter(({ hold }) => !hold)];
  return now.map((what) => ({ do: 'change', ...what, means: late ? { talked: talk.at } : {} }));
}

/** The customer has gone to a colleague, or is on the way, and nothing was heard of either. */
function asks({ taken, into, kind, left }: Transfer, call: CallState, me: Claim): Obligation[] {
  if (taken === undefined || into === undefined || me.at - taken < UNHEARD_MS) return [];
  return kind === 'cold' || left !== undefined || agentGone(call) ? [{ do: 'ask-second' }] : [];
}

function underWay(call: CallState, transfer: Transfer, me: Claim): Obligation[] {
  const { agent } = call;
  // They have just hung up, and will be known to have; or somebody has brought them to the colleague.
  if (endedByCustomer(call) && transfer.moving === undefined) return asks(transfer, call, me);
  if (completesItself(call, transfer) || transfer.moving?.by === me.by)
    return [
      ...(isFree(transfer, me) ? [{ do: 'complete-transfer' as const }] : []),
      ...asks(transfer, call, me),
    ];
  const todo = [...prepares(call, transfer, me), ...talks(call, transfer, me), ...asks(transfer, call, me)];
  // The agent leaves once the customer is with somebody else, or while somebody else is called.
  const leaves =
    transfer.left !== undefined && transfer.loose !== undefined && agent !== undefined && !isOver(agent);
  return leaves ? [...todo, { do: 'hang-up', sid: agent.sid }] : todo;
}

/** Nobody is left who could take them off hold: the agent had just put them there. */
const unheld = (call: CallState): Obligation[] =>
  ['customer', ...Object.keys(call.others ?? {})].flatMap((who) =>
    standOf(call, who).held ? [{ do: 'change', who, hold: false, means: {} }] : [],
  );

/** The agent has left the customer with a guest: when one of them is gone the other is not left alone. */
function aftercare(call: CallState, { dismissed }: Transfer): Obligation[] {
  const sid = customerSid(call);
  if (sid === undefined || isOver(call.customer)) return [];
  if (call.asked !== undefined) return [{ do: 'hang-up', sid }];
  if (guestsUp(call).length > 0) return unheld(call);
  return dismissed === undefined ? [{ do: 'dismiss-customer', sid }] : [];
}

/**
 * The customer comes back when whoever was called is out: what was said to the agent alone is not for them. Who does not
 * get out is waited for no longer than this.
 */
function mayComeBack(call: CallState, { guest, canceled }: Transfer, me: Claim): boolean {
  const line = call.others?.[guest ?? '']?.line;
  return line === undefined || isOver(line) || me.at - (canceled ?? 0) > GRACE_MS;
}

/** It came to nothing. */
function afterwards(call: CallState, transfer: Transfer, me: Claim): Obligation[] {
  const { agent } = call;
  const { task, taken, untasked, restored, loose = 0, left } = transfer;
  const off = call.asked ?? call.capped ?? call.dropped ?? call.released;
  const sid = customerSid(call);
  const todo: Obligation[] = [];
  if (isStranded(call)) {
    if (sid !== undefined) todo.push({ do: 'return-customer', sid });
    if (left !== undefined && agent !== undefined && !isOver(agent))
      todo.push({ do: 'hang-up', sid: agent.sid });
  } else if (
    (restored === undefined || loose > restored) &&
    off === undefined &&
    !isOver(call.customer) &&
    mayComeBack(call, transfer, me)
  ) {
    todo.push({ do: 'restore' });
  }
  // Of a colleague who had said yes, their own call looks after the task.
  if (task !== undefined && taken === undefined && untasked === undefined)
    todo.push({ do: 'cancel-task', task });
  return todo;
}

/** What must still be done about a transfer. */
export function transferObligations(call: CallState, me: Claim): Obligation[] {
  const { transfer } = call;
  if (transfer === undefined) return [];
  if (isUnderWay(call)) return underWay(call, transfer, me);
  if (transfer.done === undefined) return afterwards(call, transfer, me);
  return isWithGuest(call) ? aftercare(call, transfer) : [];
}

/** The claim to give the customer away, and that it came to nothing. */
export const moving = ({ transfer }: CallState, me: Claim): Facts =>
  transfer === undefined ? {} : { transfer: { ...transfer, moving: me } };
export const unmoved = ({ transfer }: CallState, at: number): Facts =>
  transfer === undefined ? {} : { transfer: { ...transfer, unmoved: at } };

/** The claim to call the number. */
export const calling = ({ transfer }: CallState, me: Claim): Facts =>
  transfer === undefined ? {} : { transfer: { ...transfer, calling: me } };

/** What a click does by itself of what it brings about: the first thing that is heard, whose report brings the rest. */
const HEARD: ReadonlySet<Obligation['do']> = new Set([
  'change',
  'call-target',
  'complete-transfer',
  'restore',
  'cancel-task',
  'hang-up',
  'archive',
]);
export function firstHeard(todo: Obligation[], call: CallState): Obligation[] {
  // Of what happens to a line's exit nothing is heard or reported.
  const isHeard = (what: Obligation) =>
    HEARD.has(what.do) && !(what.do === 'change' && what.hold === undefined);
  const [first, next] = todo.filter(isHeard);
  if (first === undefined) return [];
  const isBack = call.transfer?.ready !== undefined && !standOf(call, 'customer').held;
  return [first.do === 'restore' && isBack ? (next ?? first) : first];
}
