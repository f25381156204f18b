import { type Deps, Problem } from '../../endpoint';
import { bringCaller, isInRoom, returnCaller } from '../inbound/caller';
import { askAgainTwiml, transferTwiml } from '../inbound/twiml';
import type { CallRef } from '../items';
import { alreadyOver, hangUp, lookAtLine } from '../lines';
import { settle } from '../settle';
import {
  type CallState,
  customerSid,
  type Facts,
  givenAway,
  isInbound,
  joinFacts,
  standOf,
  type Transfer,
} from '../state';
import { guestsIn, seeOff, supervisorIn, takeAlong } from './along';
import { change, learntOf, sidOf, together } from './duties';

/**
 * The customer and the guest talk with each other, and the agent has done their part. One request, one more for a
 * supervisor: they go first, as there is nobody left to coach, and a whisper must not be heard by anybody else.
 */
async function toGuest(deps: Deps, call: CallState, guest: string): Promise<Facts> {
  await seeOff(deps, supervisorIn(call));
  const isHeld = standOf(call, guest).held;
  const knowsBack = isHeld && !standOf(call, 'customer').held;
  const [there] = await together(
    isHeld ? change(deps, call, guest, { hold: false }) : Promise.resolve(true),
    knowsBack ? Promise.resolve(true) : change(deps, call, 'customer', { hold: false }),
  );
  const sid = sidOf(call, guest);
  // They have just left.
  if (!there && sid !== undefined) return lookAtLine(deps, guest, sid);
  return givenAway(call, deps.now().getTime());
}

/** The customer waits for somebody else. One request, one more for each guest, who hears a goodbye. */
async function toQueue(deps: Deps, call: CallState, reason: 'sales' | 'support'): Promise<Facts> {
  const sid = customerSid(call);
  if (sid === undefined) return {};
  const { language } = call.offer ?? {};
  const twiml = transferTwiml(deps, { reason, ...(language === undefined ? {} : { language }) });
  await seeOff(deps, guestsIn(call));
  const facts = await returnCaller(deps, call, sid, twiml);
  return facts.released === undefined ? facts : joinFacts(facts, givenAway(call, facts.released));
}

/**
 * Brings the customer into the call of the colleague who was consulted: their leaving ends the conference here, so that
 * the colleague's line asks where it goes, and follows them. Guests go before. One request; more when it fails, and two
 * more when there are guests, and one for each.
 *
 * @param again somebody has tried before, and may have succeeded
 */
async function toColleague(
  deps: Deps,
  call: CallState,
  { agent = '', into = '', room = '' }: Transfer,
  again: boolean,
): Promise<Facts> {
  const caller = customerSid(call);
  if (caller === undefined) return {};
  const ref: CallRef = { agent, call: into };
  const comer = { caller, conference: room, chosen: call.offer ?? {} };
  const done = () => givenAway(call, deps.now().getTime());
  if (again && (await isInRoom(deps, comer))) return done();
  await takeAlong(deps, call, ref, room);
  const brought = await bringCaller(deps, ref, comer);
  if (brought === 'in') return done();
  if (brought === 'failed') throw new Problem('upstream_failed');
  const over = await lookAtLine(deps, 'customer', caller);
  // Who was consulted is not to wait for them.
  await settle(deps, ref, over).catch((error) => deps.log.failure(error));
  return over;
}

/**
 * Gives the customer to whom they are transferred to. One request; safe to repeat. Gives back what is known by then.
 *
 * @param before the call as it was before somebody claimed to do this
 */
export async function completeTransfer(deps: Deps, call: CallState, before: CallState): Promise<Facts> {
  const { transfer } = call;
  const again = before.transfer?.moving !== undefined;
  if (transfer?.target === 'number' && transfer.guest !== undefined)
    return toGuest(deps, call, transfer.guest);
  if (transfer?.target === 'colleague' && transfer.into !== undefined)
    return toColleague(deps, call, transfer, again);
  if (transfer?.target === 'queue') return toQueue(deps, call, transfer.to === 'sales' ? 'sales' : 'support');
  return {};
}

/**
 * Whoever a customer was left with has gone: who had called us may speak with somebody else, who was called hears that
 * the call is over. One request; safe to repeat.
 */
export async function dismiss(deps: Deps, ref: CallRef, call: CallState, sid: string): Promise<Facts> {
  const facts = learntOf(call, { dismissed: deps.now().getTime() });
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
