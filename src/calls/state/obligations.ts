import type { Reason } from '../contract';
import { callbackObligations } from './callback-obligations';
import { firstToEnd, GRACE_MS, lastJoin, untold } from './claims';
import { type CallState, type Claim, type Facts, joinFacts } from './facts';
import { isCallback, isInbound, isOffered } from './inbound';
import { GIVE_UP_MS, inboundObligations } from './inbound-obligations';
import { cutting, lost, otherObligations } from './other-obligations';
import type { Mode, OtherId } from './others';
import { beginning, recordingDecided, recordingObligations } from './recording-obligations';
import { decidedSecond, type News } from './second';
import type { Transfer } from './transfer';
import { calling, moving, transferObligations } from './transfer-obligations';
import { decidedTransfer, isStranded, isUnderWay, isWithGuest, wasLoose } from './transfer-views';
import {
  customerMissing,
  customerOver,
  hadBoth,
  hasEnded,
  isOver,
  reasonOf,
  roomWith,
  wasAnswered,
} from './views';

/** Something that must still be done about a call. Safe to do twice. */
export type Obligation =
  /** End a line; `other`: that of the guest or supervisor by that id. */
  | { do: 'hang-up'; sid: string; other?: OtherId }
  /** Let a supervisor take part as they have asked for. */
  | { do: 'supervise'; id: OtherId; sid: string; conference: string; mode: Mode; coached: string }
  /** Take the agent off hold: the customer would hear nobody. */
  | { do: 'bring-back'; sid: string; conference: string }
  /** The customer may have been dialled by a request whose answer was lost: look, and end the line. */
  | { do: 'find-customer' }
  /** Take the agent out of the conference, say why it is over, hang up. */
  | { do: 'tell'; sid: string; reason: Reason }
  /** Say to the agent, in the conference, that a machine has answered. */
  | { do: 'note-voicemail'; sid: string; conference: string }
  /** Tell TaskRouter that the agent does not take the caller, and set the agent aside. */
  | { do: 'reject' }
  /** Bring a customer who was left alone back to the queue. */
  | { do: 'return-customer'; sid: string }
  /** Begin the work after a call that came in. */
  | { do: 'wrap-up' }
  /** Make the worker available whom an offer during the call had found busy. */
  | { do: 'free-worker'; worker: string }
  /** Tell everybody that they are recorded: with their words it begins. */
  | { do: 'tell-recorded'; n: number }
  /** Begin to record; `again`: somebody has tried before, and may have succeeded. */
  | { do: 'record'; n: number; again: boolean }
  /** Let a recording go on whose pause is over, or stop one whose customer has left. */
  | { do: 'steer-recording' }
  /** For a transfer, let somebody hear music and nobody, or the others; or have their exit end the conference, or not. */
  | { do: 'change'; who: string; hold?: boolean; ends?: boolean; means: Partial<Transfer> }
  /** Call the number that the customer is transferred to; `again`: somebody has tried before, and may have succeeded. */
  | { do: 'call-target'; id: OtherId; again: boolean }
  /** Ask the call of a colleague who has said yes what came of it. */
  | { do: 'ask-second' }
  /** After a transfer that came to nothing, let the customer and the agent hear each other again. */
  | { do: 'restore' }
  /** Give the customer to whom they are transferred to. */
  | { do: 'complete-transfer' }
  /** Whoever a customer was left with has gone: tell them so. */
  | { do: 'dismiss-customer'; sid: string }
  /** Tell the call of the colleague who hands the customer over what came of it. */
  | { do: 'tell-first'; news: News }
  /** Take back the task by which a colleague was asked. */
  | { do: 'cancel-task'; task: string }
  /** Move the call to the history. */
  | { do: 'archive' };

export { CLAIM_MS } from './claims';

/** What configuration says about obligations. */
export interface CallPolicy {
  voicemailDetection: 'off' | 'tell' | 'hangup';
  /** Absent: off. */
  recording?: 'off' | 'ask' | 'always';
  /** Everybody is told before a recording begins. */
  recordingNotice?: boolean;
}

/** Twilio is about to end this line by itself, because the other one left the conference they shared at `end`. */
const endsByItself = (call: CallState, end: number | undefined, now: number): boolean =>
  hadBoth(call) && end !== undefined && now - end < GRACE_MS;

function aboutCustomer(call: CallState, now: number): Obligation[] {
  const { agent, customer } = call;
  const unwanted =
    isOver(agent) || call.asked !== undefined || call.capped !== undefined || call.dropped !== undefined;
  if (!unwanted || call.released !== undefined || isUnderWay(call) || isStranded(call)) return [];
  if (firstToEnd(call, now) === 'agent') return [];
  if (customerMissing(call)) return [{ do: 'find-customer' }];
  if (customer === undefined || isOver(customer)) return [];
  const alone = call.asked === undefined && call.capped === undefined && call.dropped === undefined;
  if (alone && !wasLoose(call) && endsByItself(call, agent?.ended, now)) return [];
  return [{ do: 'hang-up', sid: customer.sid }];
}

function aboutAgent(call: CallState, me: Claim): Obligation[] {
  const { agent, customer } = call;
  if (agent === undefined || isOver(agent)) return [];
  const hangUp: Obligation = { do: 'hang-up', sid: agent.sid };
  if (call.asked !== undefined) return firstToEnd(call, me.at) === 'customer' ? [] : [hangUp];
  const toBeTold =
    call.capped !== undefined || call.dropped !== undefined || (customerOver(call) && !wasAnswered(customer));
  if (toBeTold) {
    // Whoever is turned away hears why when they answer.
    if (!wasAnswered(agent)) return call.capped === undefined ? [hangUp] : [];
    return untold(call, me) ? [{ do: 'tell', sid: agent.sid, reason: reasonOf(call) ?? 'system_error' }] : [];
  }
  if (!customerOver(call)) return [];
  const end = isWithGuest(call) ? undefined : (customer?.ended ?? call.released);
  return endsByItself(call, end, me.at) ? [] : [hangUp];
}

function aboutVoicemail(call: CallState): Obligation[] {
  const { agent, customer, noted } = call;
  if (
    customer?.machine === undefined ||
    noted !== undefined ||
    agent === undefined ||
    isOver(agent) ||
    isOver(customer)
  )
    return [];
  const conference = roomWith(call, 'agent');
  return conference === undefined ? [] : [{ do: 'note-voicemail', sid: agent.sid, conference }];
}

/**
 * What must still be done, by what is known now. Level-triggered: asked after every change, so that what was missed
 * once (a lost callback, a failed request) is caught the next time. The order is the order to do them in.
 *
 * @param me the time, and who asks: unique to this writer
 */
export function obligations(call: CallState, me: Claim, policy: CallPolicy): Obligation[] {
  const todo = todoOf(call, me, policy);
  const first = freesWorker(call, me.at) ? freeing(call) : [];
  const others = [
    ...transferObligations(call, me),
    ...otherObligations(call, me),
    ...recordingObligations(call, me, policy),
  ];
  if (first.length + others.length === 0) return todo;
  return [...first, ...todo.filter((what) => what.do !== 'archive'), ...others];
}

function todoOf(call: CallState, me: Claim, policy: CallPolicy): Obligation[] {
  if (isInbound(call)) return inboundObligations(call, me);
  const lines = outboundObligations(call, me, policy);
  return isCallback(call) ? callbackObligations(call, me, lines) : lines;
}

/** An offer found the agent busy, and what kept them is over. */
function freesWorker(call: CallState, now: number): boolean {
  if (call.held === undefined || call.freed !== undefined || call.archived !== undefined) return false;
  const end = call.customer?.ended ?? call.agent?.ended ?? now;
  return hasEnded(call) && now - end < GIVE_UP_MS;
}

const freeing = ({ held }: CallState): Obligation[] =>
  held === undefined ? [] : [{ do: 'free-worker', worker: held }];

function outboundObligations(call: CallState, me: Claim, policy: CallPolicy): Obligation[] {
  if (hasEnded(call) && (call.customer === undefined || customerOver(call)))
    return call.archived === undefined ? [{ do: 'archive' }] : [];
  return [
    // The agent first: leaving the conference ends it, so the customer's silence is shortest.
    ...aboutAgent(call, me),
    ...aboutCustomer(call, me.at),
    ...(policy.voicemailDetection === 'tell' ? aboutVoicemail(call) : []),
  ];
}

/** A browser comes onto the line within this time after the claim, or never. */
export const BROWSER_MS = 15_000;

/** What follows from policy and what is known: facts to learn before obligations are asked for. */
export function decided(call: CallState, now: number, policy: CallPolicy): Facts {
  const recorded = recordingDecided(call, now, policy.recording ?? 'off');
  const known = [lost(call, { at: now }), recorded, decidedTransfer(call, now), decidedSecond(call)].reduce(
    joinFacts,
  );
  return joinFacts(known, isInbound(call) ? {} : decidedOutbound(call, now, policy));
}

function decidedOutbound(call: CallState, now: number, policy: CallPolicy): Facts {
  const comes = call.kind === 'browser' && !isOffered(call);
  const waits = comes && call.agent === undefined && !hasEnded(call);
  if (waits && now - call.at > BROWSER_MS) return { lapsed: now };
  const drop =
    policy.voicemailDetection === 'hangup' && call.customer?.machine !== undefined && !isOver(call.customer);
  return drop && call.dropped === undefined ? { dropped: now } : {};
}

/** The claims that go with doing these now, so that nobody does what must not be said twice. */
export function claims(call: CallState, todo: Obligation[], me: Claim): Facts {
  return todo.reduce<Facts>((facts, duty) => {
    const { do: what } = duty;
    if (what === 'hang-up') return joinFacts(facts, duty.other === undefined ? {} : cutting(duty.other, me));
    if (what === 'tell') return joinFacts(facts, { told: { ...me, join: lastJoin(call) } });
    if (what === 'wrap-up') return joinFacts(facts, { wrapping: me });
    if (what === 'record' || what === 'tell-recorded') return joinFacts(facts, beginning(what, duty.n, me));
    if (what === 'complete-transfer') return joinFacts(facts, moving(call, me));
    if (what === 'call-target') return joinFacts(facts, calling(call, me));
    return what === 'note-voicemail' ? joinFacts(facts, { noted: me.at }) : facts;
  }, {});
}
