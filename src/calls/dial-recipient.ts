import type { Deps, Input, Reply } from '../endpoint';
import { failureOf } from '../twilio';
import { type CallRef, callsOf, LIVE } from './items';
import { callerIdOf, findCustomerLine, maybePlaced } from './lines';
import type { KeyPressed } from './schemas';
import { claimant, liveCall, settle } from './settle';
import {
  type CallState,
  type Claim,
  type DialDecision,
  decideDial,
  type Facts,
  learn,
  reasonOf,
} from './state';
import {
  CONFERENCE_EVENTS,
  conferenceTwiml,
  endingTwiml,
  farewellTwiml,
  LINE_EVENTS,
  statusUrl,
} from './twiml';

/** Claims that lose to another write are decided again, by what that one wrote. */
const ROUNDS = 5;

function detection(deps: Deps, ref: CallRef): { machineDetection?: string; amdStatusCallback?: string } {
  if (deps.config.voicemailDetection === 'off') return {};
  return { machineDetection: 'Enable', amdStatusCallback: statusUrl(deps, ref, 'customer') };
}

/** Dials the customer into the conference; the agent hears it ring. */
async function dial(deps: Deps, ref: CallRef, call: CallState): Promise<void> {
  await deps
    .twilio()
    .conferences(call.conference)
    .participants.create({
      from: callerIdOf(deps, call),
      to: call.to,
      label: 'customer',
      earlyMedia: true,
      beep: 'false',
      waitUrl: '',
      timeout: deps.config.ringSeconds.customer,
      endConferenceOnExit: true,
      statusCallback: statusUrl(deps, ref, 'customer'),
      statusCallbackEvent: [...LINE_EVENTS],
      conferenceStatusCallback: statusUrl(deps, ref, 'conference'),
      conferenceStatusCallbackEvent: [...CONFERENCE_EVENTS],
      ...detection(deps, ref),
    });
}

/** Keeps that nobody was dialled, and that the agent is told so by this very reply. */
async function notDialled(deps: Deps, ref: CallRef, call: CallState, error: unknown): Promise<Reply> {
  deps.log.failure(error);
  const failure = failureOf(error);
  const refused = failure?.kind === 'answer' ? numberRefused(failure.code) : 0;
  const { accepted } = call;
  const facts: Facts = {
    refused,
    told: { ...claimant(deps), join: 0 },
    ...(accepted === undefined ? {} : { accepted }),
  };
  try {
    await settle(deps, ref, facts);
  } catch (later) {
    // The agent hears it all the same; the end of their line brings the rest.
    deps.log.failure(later);
  }
  return endingTwiml(deps, reasonOf(learn(call, facts)));
}

/** Codes that are about the number that was dialled. https://www.twilio.com/docs/api/errors */
const ABOUT_NUMBER = new Set([13223, 13224, 13225, 13226, 13227, 21211, 21214, 21215, 21216, 21217, 32205]);
const numberRefused = (code: number | undefined): number =>
  code !== undefined && ABOUT_NUMBER.has(code) ? code : 0;

/**
 * Dials the customer by a claim that was got through, and puts the agent into the conference. When it fails the agent
 * hears why. One request; more when an earlier claimer has died, or an answer was lost.
 */
export async function dialOnce(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  decision: Extract<DialDecision, { claim: Facts }>,
): Promise<Reply> {
  try {
    const look = decision.do === 'look-and-dial' ? await findCustomerLine(deps, call) : {};
    if (look.customer === undefined) await dial(deps, ref, call);
  } catch (error) {
    // The customer's phone may ring although the answer was lost; if so, they are in the conference.
    const found = maybePlaced(error) ? await findCustomerLine(deps, call).catch(() => ({})) : {};
    if (!('customer' in found)) return notDialled(deps, ref, call, error);
  }
  return conferenceTwiml(deps, ref, call);
}

/**
 * What the agent's line gets for an answer: dials the customer if `decide` says so, once, and puts the agent into the
 * conference. Reads the call, claims the right to dial, dials; three requests. Asked again, it finds the claim and only
 * answers.
 *
 * @param refuse what a line hears that is not, or no longer, this call's
 */
export async function answerLine(
  deps: Deps,
  ref: CallRef,
  decide: (call: CallState | undefined, me: Claim) => DialDecision,
  refuse: (call: CallState | undefined) => Reply,
): Promise<Reply> {
  const me = claimant(deps);
  for (let round = 0; round < ROUNDS; round += 1) {
    const live = await liveCall(deps, ref.agent, ref.call);
    const decision = decide(live?.call, me);
    if (decision.do === 'refuse' || live === undefined) return refuse(live?.call);
    if (decision.do === 'say') return endingTwiml(deps, decision.reason);
    if (decision.do === 'join') return conferenceTwiml(deps, ref, live.call);
    const claimed = learn(live.call, decision.claim);
    const written = await callsOf(deps, ref.agent).replace(LIVE, claimed, live.item.revision);
    if (written !== undefined) return dialOnce(deps, ref, claimed, decision);
  }
  return endingTwiml(deps, 'system_error');
}

/** The agent has pressed a key: dials the customer, and puts both into the conference. */
export async function dialRecipient(deps: Deps, input: Input<typeof KeyPressed>): Promise<Reply> {
  const ref: CallRef = { agent: input.agent, call: input.call };
  deps.log.note({ call: ref.call });
  return answerLine(
    deps,
    ref,
    (call, me) => decideDial(call, { sid: input.CallSid, digits: input.Digits }, me),
    () => farewellTwiml(deps, input.Digits === undefined ? 'nothingPressed' : 'noLongerThere'),
  );
}
