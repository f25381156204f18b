import type { Deps, Input, Reply } from '../../endpoint';
import { type CallRef, callIn, callsOf } from '../items';
import type { AfterTalk } from '../schemas';
import { liveCall, settle } from '../settle';
import { type CallState, type Facts, isFinal, isInbound, joinFacts, legFacts, legStatus } from '../state';
import {
  askAgainTwiml,
  askOnceMoreTwiml,
  type Chosen,
  emptyTwiml,
  goodbyeTwiml,
  queueAgainTwiml,
} from './twiml';

/** The call, going on or over. One request, two when it is over. */
async function callOf(deps: Deps, ref: CallRef): Promise<CallState | undefined> {
  const live = await liveCall(deps, ref.agent, ref.call);
  return live?.call ?? callIn(await callsOf(deps, ref.agent).get(ref.call), ref.call);
}

/** What the caller hears, by what is known. */
function says(deps: Deps, ref: CallRef, call: CallState | undefined, what: Chosen): string {
  // Nobody knows why they are here, so they had better not be left.
  if (call === undefined) return queueAgainTwiml(deps, what);
  if (call.asked !== undefined) return goodbyeTwiml(deps, what);
  // Who hangs up a browser does it in the page; without a word of it the browser was lost.
  return call.kind === 'browser' ? queueAgainTwiml(deps, what) : askAgainTwiml(deps, ref, what);
}

/** What is known of a caller who asks. Who comes out of the conference was in it, and was the agent's. */
function left(deps: Deps, { CallSid: sid, CallStatus }: Input<typeof AfterTalk>): Facts {
  const now = deps.now().getTime();
  const status = legStatus(CallStatus);
  return joinFacts(
    { accepted: now, customer: { sid, joined: now } },
    isFinal(status) ? { customer: legFacts(sid, status, now) } : { released: now },
  );
}

/**
 * The conference is over for a caller, who is still on the line: the agent has hung up, or was lost. Nobody is left in
 * silence: who was cut off goes back to the queue before the others, who was hung up on may choose to.
 */
export async function afterTalk(deps: Deps, input: Input<typeof AfterTalk>): Promise<Reply> {
  const ref: CallRef = { agent: input.agent, call: input.call };
  const what: Chosen = {
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.language === undefined ? {} : { language: input.language }),
  };
  deps.log.note({ call: ref.call });
  if (input.Digits !== undefined)
    return input.Digits === '1' ? queueAgainTwiml(deps, what) : goodbyeTwiml(deps, what);
  const isGone = isFinal(legStatus(input.CallStatus));
  try {
    const call = await callOf(deps, ref);
    if (call !== undefined && (!isInbound(call) || call.offer.caller !== input.CallSid))
      return goodbyeTwiml(deps, what);
    await settle(deps, ref, left(deps, input));
    return isGone ? emptyTwiml() : says(deps, ref, call, what);
  } catch (error) {
    deps.log.failure(error);
    if (isGone) return emptyTwiml();
    // Nobody else tells that the caller has left, and the task stays the agent's until it is known.
    return input.again === undefined ? askOnceMoreTwiml(deps, ref, what) : queueAgainTwiml(deps, what);
  }
}
