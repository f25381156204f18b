import { callable } from '../../callbacks';
import type { Deps, Reply } from '../../endpoint';
import type { Versioned } from '../../live-state';
import { dialOnce } from '../dial-recipient';
import { acceptOffer } from '../inbound/task';
import { type CallItem, type CallRef, callsOf, LIVE } from '../items';
import { claimant, settle } from '../settle';
import { type AnswerDecision, type Facts, isCallback, learn, type OfferedCall, reasonOf } from '../state';
import { endingTwiml, farewellTwiml } from '../twiml';
import { KEYS, messageTwiml } from './twiml';

/** The right to take it, to be claimed by writing these facts. */
type Take = Extract<AnswerDecision, { claim: Facts }>;

/** What the agent's line asks with. */
interface Asks {
  Digits?: string | undefined;
  /** They have heard the message, or some of it. */
  step?: 'heard' | 'consulted' | undefined;
}

const mayCall = (deps: Deps, { to }: OfferedCall): boolean => to !== '' && callable(deps, to) === to;

/** It could not be given to the agent, who is told so by this very reply. */
async function notTaken(deps: Deps, ref: CallRef, call: OfferedCall, facts: Facts): Promise<Reply> {
  const told: Facts = { ...facts, told: { ...claimant(deps), join: 0 } };
  try {
    await settle(deps, ref, told);
  } catch (later) {
    // The agent hears it all the same; the end of their line brings the rest.
    deps.log.failure(later);
  }
  return endingTwiml(deps, reasonOf(learn(call, told)) ?? 'system_error');
}

/** Tells TaskRouter that the agent takes it. One request, none when it knows. Gives back a reply when that failed. */
async function accept(deps: Deps, ref: CallRef, call: OfferedCall): Promise<Facts | Reply> {
  const at = deps.now().getTime();
  if (call.accepted !== undefined) return { accepted: call.accepted };
  try {
    if (await acceptOffer(deps, call.offer)) return { accepted: at };
    return await notTaken(deps, ref, call, { refused: 0, withdrawn: { at, by: 'system' } });
  } catch (error) {
    deps.log.failure(error);
    return notTaken(deps, ref, call, { refused: 0 });
  }
}

const failed = (accepted: Facts | Reply): accepted is string => typeof accepted === 'string';

/** Gives the message to the agent and plays it. Nobody is called for that. */
async function play(deps: Deps, ref: CallRef, call: OfferedCall, { claim }: Take): Promise<Reply> {
  const { dialled: _dialled, ...answered } = claim;
  const accepted = await accept(deps, ref, call);
  if (failed(accepted)) return accepted;
  await settle(deps, ref, { ...answered, ...(accepted as Facts) });
  return messageTwiml(deps, ref, call, mayCall(deps, call));
}

/**
 * The line of an agent who was offered a callback or a message was answered, by a click or with a key. A callback: claims
 * the right to dial, tells TaskRouter, dials the customer into the conference; five requests. A message is played first;
 * the customer is called when they press 1 then. Undefined: somebody else has changed the call meanwhile.
 */
export async function takeCallback(
  deps: Deps,
  ref: CallRef,
  { call, item }: { call: OfferedCall; item: Versioned<CallItem> },
  take: Take,
  { Digits, step }: Asks,
): Promise<Reply | undefined> {
  const hasMessage = call.offer.message !== undefined;
  if (hasMessage && (step === undefined || Digits === KEYS.again)) return play(deps, ref, call, take);
  if (!mayCall(deps, call) || (hasMessage && Digits !== KEYS.callBack))
    return farewellTwiml(deps, 'messageDone');
  const claimed = learn(call, take.claim);
  if ((await callsOf(deps, ref.agent).replace(LIVE, claimed, item.revision)) === undefined) return undefined;
  if (!isCallback(claimed)) return undefined;
  const accepted = await accept(deps, ref, claimed);
  if (failed(accepted)) return accepted;
  const dial = take.do === 'take' ? ('dial' as const) : ('look-and-dial' as const);
  return dialOnce(deps, ref, learn(claimed, accepted as Facts), { do: dial, claim: take.claim });
}
