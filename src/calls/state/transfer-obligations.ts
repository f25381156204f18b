import { CLAIM_MS } from './claims';
import type { CallState, Claim, Facts } from './facts';
import { agentGone } from './inbound';
import { isOver } from './legs';
import type { Obligation } from './obligations';
import type { Transfer } from './transfer';
import { guestsUp, isStranded, isUnderWay, isWithGuest, stageOf } from './transfer-views';
import { wasAnswered } from './views';

/** The customer's line, `CA…`. */
export const customerSid = (call: CallState): string | undefined => call.offer?.caller ?? call.customer?.sid;

/** Nobody has to click for it: the first agent is gone, or a cold transfer was answered. */
function completesItself(call: CallState, { kind, target, guest, left }: Transfer): boolean {
  if (target === 'queue') return true;
  if (target === 'number' && kind === 'cold') return wasAnswered(call.others?.[guest ?? '']?.line);
  return stageOf(call)?.phase === 'consulting' && (left !== undefined || agentGone(call));
}

/** Nobody else is giving the customer away just now. */
export function isFree({ moving, unmoved }: Transfer, me: Claim): boolean {
  if (moving === undefined || moving.by === me.by) return true;
  return (unmoved !== undefined && unmoved >= moving.at) || me.at - moving.at > CLAIM_MS;
}

function underWay(call: CallState, transfer: Transfer, me: Claim): Obligation[] {
  const { agent } = call;
  const leaves = transfer.left !== undefined && agent !== undefined && !isOver(agent);
  // The agent leaves once the customer is with somebody else, or while somebody else is called.
  if (completesItself(call, transfer)) return isFree(transfer, me) ? [{ do: 'complete-transfer' }] : [];
  return leaves ? [{ do: 'hang-up', sid: agent.sid }] : [];
}

/** The agent has left the customer with a guest: when one of them is gone the other is not left alone. */
function aftercare(call: CallState, { dismissed }: Transfer): Obligation[] {
  const sid = customerSid(call);
  if (sid === undefined || isOver(call.customer)) return [];
  if (call.asked !== undefined) return [{ do: 'hang-up', sid }];
  return guestsUp(call).length > 0 || dismissed !== undefined ? [] : [{ do: 'dismiss-customer', sid }];
}

/** It came to nothing. */
function afterwards(call: CallState, transfer: Transfer): Obligation[] {
  const { agent } = call;
  const { task, taken, untasked, restored, left } = transfer;
  const off = call.asked ?? call.capped ?? call.dropped ?? call.released;
  const sid = customerSid(call);
  const todo: Obligation[] = [];
  if (isStranded(call)) {
    if (sid !== undefined) todo.push({ do: 'return-customer', sid });
    if (left !== undefined && agent !== undefined && !isOver(agent))
      todo.push({ do: 'hang-up', sid: agent.sid });
  } else if (restored === undefined && off === undefined && !isOver(call.customer)) {
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
  if (transfer.done === undefined) return afterwards(call, transfer);
  return isWithGuest(call) ? aftercare(call, transfer) : [];
}

/** The claim to give the customer away, and that it came to nothing. */
export const moving = ({ transfer }: CallState, me: Claim): Facts =>
  transfer === undefined ? {} : { transfer: { ...transfer, moving: me } };
export const unmoved = ({ transfer }: CallState, at: number): Facts =>
  transfer === undefined ? {} : { transfer: { ...transfer, unmoved: at } };
