import { type Deps, Problem } from '../../endpoint';
import { answered } from '../../twilio';
import { musicUrl } from '../control/speak';
import { bringCaller, isInRoom, returnCaller } from '../inbound/caller';
import { withdrawTask } from '../inbound/task';
import { askAgainTwiml, transferTwiml } from '../inbound/twiml';
import type { CallRef } from '../items';
import { alreadyOver, hangUp, lookAtLine } from '../lines';
import { settle } from '../settle';
import {
  agentGone,
  type CallState,
  customerSid,
  type Facts,
  hasEnded,
  isInbound,
  isSupervisorId,
  joinFacts,
  roomWith,
  standOf,
  type Transfer,
} from '../state';
import { guestsIn, seeOff, supervisorIn, takeAlong } from './along';
import { allOut, outOfFirst } from './first';

/** What Twilio is told of a participant. */
interface Change {
  hold?: boolean;
  holdUrl?: string;
  holdMethod?: string;
  endConferenceOnExit?: boolean;
}

/** The line of somebody in a call, `CA…`. */
const sidOf = (call: CallState, who: string): string | undefined => {
  if (who === 'customer') return customerSid(call);
  return who === 'agent' ? call.agent?.sid : call.others?.[who]?.line?.sid;
};

/**
 * Changes something of a participant. One request; none for who is not in the conference. False: they are not, or have
 * just left.
 */
export async function change(deps: Deps, call: CallState, who: string, wanted: Change): Promise<boolean> {
  const sid = sidOf(call, who);
  const conference = roomWith(call, who);
  if (sid === undefined || conference === undefined) return false;
  try {
    await deps.twilio().conferences(conference).participants(sid).update(wanted);
    return true;
  } catch (error) {
    if (answered(error, 404)) return false;
    throw error;
  }
}

/** Runs all to their end, then fails with what failed first. */
export async function together<T>(...work: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** What makes somebody hear music and nobody. */
export const music = (deps: Deps, { id }: CallState): Change => ({
  hold: true,
  holdUrl: musicUrl(deps, id),
  holdMethod: 'POST',
});

/**
 * Before anybody is called: the customer hears music, and the end of the agent's line is not the end of the conference.
 * Two requests at once. False: one of the two is not in it any more.
 */
export async function prepare(deps: Deps, call: CallState): Promise<boolean> {
  const done = await together(
    change(deps, call, 'customer', music(deps, call)),
    change(deps, call, 'agent', { endConferenceOnExit: false }),
  );
  return done.every((there) => there);
}

const learnt = (call: CallState, facts: Partial<Transfer>): Facts =>
  call.transfer === undefined ? {} : { transfer: { ...call.transfer, ...facts } };

/** After a transfer that came to nothing: all is as it was before. Two requests at once; safe to repeat. */
export async function restore(deps: Deps, call: CallState): Promise<Facts> {
  await together(
    change(deps, call, 'customer', { hold: false }),
    change(deps, call, 'agent', { endConferenceOnExit: true }),
  );
  return learnt(call, { restored: deps.now().getTime() });
}

/**
 * The customer and the guest talk with each other, and the agent has done their part. One or two requests, one more for a
 * supervisor: they go first, as there is nobody left to coach, and a whisper must not be heard by anybody else.
 */
async function toGuest(deps: Deps, call: CallState, guest: string): Promise<Facts> {
  await seeOff(deps, supervisorIn(call));
  const [, there] = await together(
    change(deps, call, 'customer', { hold: false }),
    standOf(call, guest).held ? change(deps, call, guest, { hold: false }) : Promise.resolve(true),
  );
  const sid = sidOf(call, guest);
  // They have just left.
  if (!there && sid !== undefined) return lookAtLine(deps, guest, sid);
  const now = deps.now().getTime();
  return joinFacts(allOut(call, now, isSupervisorId), { ...learnt(call, { done: now }), released: now });
}

/** The customer waits for somebody else. One request, one more for each guest, who hears a goodbye. */
async function toQueue(deps: Deps, call: CallState, reason: 'sales' | 'support'): Promise<Facts> {
  const sid = customerSid(call);
  if (sid === undefined) return {};
  const { language } = call.offer ?? {};
  const twiml = transferTwiml(deps, { reason, ...(language === undefined ? {} : { language }) });
  await seeOff(deps, guestsIn(call));
  const facts = await returnCaller(deps, call, sid, twiml);
  const { released } = facts;
  if (released === undefined) return facts;
  return [allOut(call, released), learnt(call, { done: released })].reduce(joinFacts, facts);
}

/**
 * Brings the customer into the call of the colleague who was consulted: their leaving ends the conference here, so that
 * the colleague's line asks where it goes, and follows them. Guests go before. Three requests; two more when there are
 * guests, and one for each.
 */
async function toColleague(deps: Deps, call: CallState, { agent = '', into = '' }: Transfer): Promise<Facts> {
  const now = deps.now().getTime();
  const ref: CallRef = { agent, call: into };
  const by = deps.ids.unguessable().slice(0, 8);
  let before = false;
  const settled = await settle(deps, ref, (known) => {
    before = known.dialled !== undefined && known.dialled.by !== by;
    const off =
      agentGone(known) || hasEnded(known) || known.asked !== undefined || known.consulted === undefined;
    return off ? {} : { dialled: { at: now, by } };
  });
  const second = settled?.call;
  const left = joinFacts(outOfFirst(call, now), learnt(call, { failed: { at: now, reason: 'left' } }));
  if (second === undefined || !isInbound(second) || second.dialled === undefined || agentGone(second))
    return left;
  const done = (): Facts => {
    const at = deps.now().getTime();
    return joinFacts(allOut(call, at), { ...learnt(call, { done: at }), released: at });
  };
  if (before && (await isInRoom(deps, second))) return done();
  await takeAlong(deps, call, ref, second);
  const brought = await bringCaller(deps, ref, second);
  if (brought === 'in') return done();
  if (brought === 'failed') throw new Problem('upstream_failed');
  return lookAtLine(deps, 'customer', second.offer.caller);
}

/** Gives the customer to whom they are transferred to. Safe to repeat. Gives back what is known by then. */
export async function completeTransfer(deps: Deps, call: CallState): Promise<Facts> {
  const { transfer } = call;
  if (transfer?.target === 'number' && transfer.guest !== undefined)
    return toGuest(deps, call, transfer.guest);
  if (transfer?.target === 'colleague' && transfer.into !== undefined)
    return toColleague(deps, call, transfer);
  if (transfer?.target === 'queue') return toQueue(deps, call, transfer.to === 'sales' ? 'sales' : 'support');
  return {};
}

/**
 * Whoever a customer was left with has gone: who had called us may speak with somebody else, who was called hears that
 * the call is over. One request; safe to repeat.
 */
export async function dismiss(deps: Deps, ref: CallRef, call: CallState, sid: string): Promise<Facts> {
  const facts = learnt(call, { dismissed: deps.now().getTime() });
  if (!isInbound(call)) return joinFacts(facts, await hangUp(deps, 'customer', sid));
  try {
    await deps
      .twilio()
      .calls(sid)
      .update({ twiml: askAgainTwiml(deps, ref, call.offer) });
    return facts;
  } catch (error) {
    if (!alreadyOver(error)) throw error;
    return joinFacts(facts, await lookAtLine(deps, 'customer', sid));
  }
}

/** Takes back the task by which a colleague was asked. One request; safe to repeat. */
export async function takeBack(deps: Deps, call: CallState, task: string): Promise<Facts> {
  await withdrawTask(deps, task, 'The transfer was taken back.');
  return learnt(call, { untasked: deps.now().getTime() });
}
