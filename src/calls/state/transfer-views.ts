import type { TransferPhase, TransferView } from '../contract';
import { type CallState, type Facts, isFinal, type LineFacts, pickedUp } from './facts';
import { agentGone } from './inbound';
import { isOver } from './legs';
import { isSupervisorId, type OtherFacts } from './others';
import type { Failure, Transfer } from './transfer';
import { standOf } from './views';

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

/** What a transfer came to is kept once it is known: a later guest may have the place of the one who was called. */
export function decidedTransfer(call: CallState, now: number): Facts {
  const { transfer } = call;
  const stage = stageOf(call);
  if (transfer === undefined || stage === undefined) return {};
  if (stage.phase === 'canceled' && transfer.canceled === undefined)
    return { transfer: { ...transfer, canceled: now } };
  if (stage.phase === 'failed' && transfer.failed === undefined)
    return { transfer: { ...transfer, failed: { at: now, reason: stage.reason ?? 'unreachable' } } };
  return {};
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
