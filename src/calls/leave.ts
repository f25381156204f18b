import type { Deps, Input, Reply } from '../endpoint';
import type { CallRef } from './items';
import { lookAtLine } from './lines';
import type { AgentLine, Announcement } from './schemas';
import { claimant, liveCall, settle } from './settle';
import { customerOver, type Facts, isOver, joinFacts, learn, reasonOf, wasAnswered } from './state';
import { endingTwiml, voicemailTwiml } from './twiml';

/**
 * The conference is over for the agent, who is still on the line: says why, unless the two have talked. Twilio asks
 * this as soon as it ends the conference, often before the customer's last callback: then the line itself is asked.
 */
export async function leaveConference(deps: Deps, input: Input<typeof AgentLine>): Promise<Reply> {
  const ref: CallRef = { agent: input.agent, call: input.call };
  deps.log.note({ call: ref.call });
  const live = await liveCall(deps, ref.agent, ref.call);
  if (live === undefined) return endingTwiml(deps, undefined);
  const { customer } = live.call;
  let facts: Facts =
    customer === undefined || isOver(customer) || wasAnswered(customer)
      ? {}
      : await lookAtLine(deps, 'customer', customer.sid);
  const call = learn(live.call, facts);
  const nobody = customerOver(call) && !wasAnswered(call.customer);
  if (!nobody && call.dropped === undefined && call.capped === undefined) return endingTwiml(deps, undefined);
  // This reply tells the agent: nobody else needs to.
  facts = joinFacts(facts, { told: { ...claimant(deps), join: Number.MAX_SAFE_INTEGER } });
  try {
    await settle(deps, ref, facts, live.item);
  } catch (error) {
    deps.log.failure(error);
  }
  return endingTwiml(deps, reasonOf(call));
}

/** What the agent hears in the conference when a machine has answered. No request. */
export async function announceVoicemail(deps: Deps, input: Input<typeof Announcement>): Promise<Reply> {
  deps.log.note({ call: input.call });
  return voicemailTwiml(deps);
}
