import type { Deps, Input, Reply } from '../../endpoint';
import { takeCallback } from '../callback/take';
import { type CallRef, callsOf, LIVE } from '../items';
import type { OfferAnswered } from '../schemas';
import { claimant, liveCall, settle } from '../settle';
import {
  agentGone,
  type CallState,
  decideAnswer,
  type Facts,
  goesOnTo,
  hasEnded,
  type InboundCall,
  isCallback,
  isInbound,
  isOffered,
  learn,
  reasonOf,
} from '../state';
import { takeAlong } from '../transfer/along';
import { consult } from '../transfer/consult';
import { isGiven, takeFromFirst } from '../transfer/first';
import { conferenceTwiml, endingTwiml, farewellTwiml } from '../twiml';
import { BRINGING_MS, bringCaller, comerOf, isInRoom } from './caller';
import { acceptOffer } from './task';
import { agentTwiml } from './twiml';

/** Claims that lose to another write are decided again, by what that one wrote. */
const ROUNDS = 5;

/** Keeps that the caller did not come, and that the agent is told so by this very reply. */
async function notBrought(deps: Deps, ref: CallRef, call: CallState, facts: Facts): Promise<Reply> {
  // Whoever comes into the conference all the same, by a copy of this request, has not heard it: they are told there.
  const told: Facts = { ...facts, told: { ...claimant(deps), join: -1 } };
  try {
    await settle(deps, ref, told);
  } catch (later) {
    // The agent hears it all the same; the end of their line brings the rest.
    deps.log.failure(later);
  }
  return endingTwiml(deps, reasonOf(learn(call, told)) ?? 'system_error');
}

/** It took so long that the agent may have left meanwhile, and somebody may look after the caller by now. */
async function tooLate(deps: Deps, ref: CallRef, since: number): Promise<boolean> {
  if (deps.now().getTime() - since < BRINGING_MS / 2) return false;
  const live = await liveCall(deps, ref.agent, ref.call);
  return live === undefined || agentGone(live.call) || hasEnded(live.call) || live.call.refused !== undefined;
}

/**
 * Whether a colleague who hands the caller over still wants to, and then the call that the caller comes from; of every
 * other caller, true. Two requests.
 */
async function isTheirs(deps: Deps, ref: CallRef, call: InboundCall): Promise<boolean | CallState> {
  const from = call.offer.transfer;
  if (from === undefined) return true;
  const taken = await takeFromFirst(deps, from, { ref, call, sid: call.agent?.sid ?? '' });
  return taken.do === 'gone' ? false : taken.first;
}

/**
 * The conference in which the agent talked with a colleague is over: as the customer has gone to theirs, or the colleague
 * has taken them out. Three requests at most.
 */
async function afterConsulting(deps: Deps, ref: CallRef, call: CallState): Promise<Reply> {
  const from = call.offer?.transfer;
  if (from === undefined || !goesOnTo(call) || !(await isGiven(deps, from, ref.call)))
    return endingTwiml(deps, undefined);
  // The customer's coming in tells the same.
  const dialled = claimant(deps);
  await settle(deps, ref, (known) => (known.dialled === undefined ? { dialled } : {})).catch((error) =>
    deps.log.failure(error),
  );
  return agentTwiml(deps, ref, call);
}

/** Gives the caller to the agent, and brings them into the conference. Two requests. */
async function bring(deps: Deps, ref: CallRef, call: InboundCall, again: boolean): Promise<Reply> {
  const at = () => deps.now().getTime();
  let facts: Facts = {};
  try {
    if (again && (await isInRoom(deps, comerOf(call)))) return agentTwiml(deps, ref, call);
    if (!(await acceptOffer(deps, call.offer)))
      return await notBrought(deps, ref, call, { refused: 0, withdrawn: { at: at(), by: 'system' } });
    facts = { accepted: at() };
    const comesFrom = await isTheirs(deps, ref, call);
    if (comesFrom === false)
      return await notBrought(deps, ref, call, {
        ...facts,
        refused: 0,
        withdrawn: { at: at(), by: 'system' },
      });
    if (await tooLate(deps, ref, call.dialled?.at ?? 0))
      return await notBrought(deps, ref, call, { ...facts, refused: 0 });
    if (comesFrom !== true) await takeAlong(deps, comesFrom, ref, call.conference);
    const brought = await bringCaller(deps, ref, comerOf(call));
    if (brought === 'in') return agentTwiml(deps, ref, call);
    if (brought === 'failed') return await notBrought(deps, ref, call, { ...facts, refused: 0 });
    const { caller } = call.offer;
    return await notBrought(deps, ref, call, {
      ...facts,
      customer: { sid: caller, status: 'completed', ended: at() },
    });
  } catch (error) {
    deps.log.failure(error);
    return notBrought(deps, ref, call, { ...facts, refused: 0 });
  }
}

/**
 * The line of an agent who was offered a caller was answered: in a browser by a click, on a phone by a key. Reads the
 * call, claims the caller, tells TaskRouter, brings the caller into the conference; four requests. Asked again, it finds
 * the claim and only answers. Whatever fails, the caller waits on or is brought back to the queue.
 */
export async function answerOffer(deps: Deps, input: Input<typeof OfferAnswered>): Promise<Reply> {
  const ref: CallRef = { agent: input.agent, call: input.call };
  deps.log.note({ call: ref.call });
  const me = claimant(deps);
  for (let round = 0; round < ROUNDS; round += 1) {
    const live = await liveCall(deps, ref.agent, ref.call);
    const line = { sid: input.CallSid, digits: input.Digits, after: input.step === 'consulted' };
    const decision = decideAnswer(live?.call, line, me);
    deps.log.note({ decided: decision.do });
    if (decision.do === 'refuse' || live === undefined || !isOffered(live.call))
      return farewellTwiml(deps, 'noLongerThere');
    if (decision.do === 'silence')
      return farewellTwiml(deps, isCallback(live.call) ? 'notTakenOffer' : 'notTaken');
    if (decision.do === 'leave') return afterConsulting(deps, ref, live.call);
    if (decision.do === 'say') return endingTwiml(deps, decision.reason);
    if (decision.do === 'consult') {
      if (!isInbound(live.call)) return farewellTwiml(deps, 'noLongerThere');
      const { item, call } = live;
      const talked = await consult(deps, ref, { call, item }, { sid: line.sid, yes: decision.claim });
      if (talked !== 'bring') return talked;
    } else if (isCallback(live.call)) {
      if (decision.do === 'join') return conferenceTwiml(deps, ref, live.call);
      const taken = await takeCallback(deps, ref, { ...live, call: live.call }, decision, input);
      if (taken !== undefined) return taken;
      continue;
    }
    if (decision.do === 'join') return agentTwiml(deps, ref, live.call);
    const claimed = learn(live.call, { ...decision.claim, dialled: me });
    const written = await callsOf(deps, ref.agent).replace(LIVE, claimed, live.item.revision);
    if (written !== undefined && isInbound(claimed))
      return bring(deps, ref, claimed, decision.do === 'look-and-take');
  }
  return endingTwiml(deps, 'system_error');
}
