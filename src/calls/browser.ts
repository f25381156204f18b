import type { Deps, Input, Reply } from '../endpoint';
import { answerLine } from './dial-recipient';
import type { CallRef } from './items';
import { callerIdOf } from './lines';
import type { BrowserLine, BrowserReport } from './schemas';
import { liveCall, settle } from './settle';
import { type CallState, decideBrowser, factsOf } from './state';
import { farewellTwiml } from './twiml';

const agentOf = (from: string): string => from.slice('client:'.length);

/** What the page says of the call is not what the agent was allowed to call, or as whom. */
function contradicts(deps: Deps, call: CallState, input: Input<typeof BrowserLine>): boolean {
  const differs = (said: string | undefined, known: string) =>
    said !== undefined && said !== '' && said !== known;
  return (
    differs(input.To, call.to) ||
    differs(input.RecipientNumber, call.to) ||
    differs(input.CallerId, callerIdOf(deps, call))
  );
}

type Refusal = Parameters<typeof farewellTwiml>[1];

/** Says why, and leaves a trace: whoever tries what the page never does is worth a look. */
function refuse(deps: Deps, why: Refusal): Reply {
  deps.log.note({ refused: why });
  return farewellTwiml(deps, why);
}

/**
 * A browser has called the TwiML application. Whose it is, Twilio says; what it may do is what /voice/start has claimed
 * for that person: the page's own words are only compared with it. Dials the customer, once, and puts the agent into
 * the conference; three requests. Everything else hears why not, and nobody is dialled.
 */
export async function connectBrowser(deps: Deps, input: Input<typeof BrowserLine>): Promise<Reply> {
  const ref: CallRef = { agent: agentOf(input.From), call: input.callId ?? '' };
  deps.log.note({ agent: ref.agent, call: ref.call });
  if (ref.call === '') return refuse(deps, 'notAllowed');
  let forged = false;
  return answerLine(
    deps,
    ref,
    (call, me) => {
      forged = call !== undefined && contradicts(deps, call, input);
      return forged ? { do: 'refuse' } : decideBrowser(call, input.CallSid, me);
    },
    (call) => {
      if (forged) return refuse(deps, 'notAllowed');
      return refuse(deps, call?.agent === undefined ? 'noLongerThere' : 'elsewhere');
    },
  );
}

/**
 * Twilio reports that a browser's line is over. The TwiML application has one address for all calls, so the call is the
 * one that the person has, if this line is the one in it. Two requests.
 */
export async function trackBrowser(deps: Deps, input: Input<typeof BrowserReport>): Promise<Reply> {
  const { From, ...fields } = input;
  const agent = agentOf(From);
  const live = await liveCall(deps, agent);
  deps.log.note({ agent, call: live?.call.id, event: fields.CallStatus });
  if (live === undefined || live.call.agent?.sid !== fields.CallSid) {
    deps.log.note({ dropped: true });
    return undefined;
  }
  const facts = factsOf({ about: 'agent', ...fields }, deps.now().getTime());
  await settle(deps, { agent, call: live.call.id }, facts, live.item);
  return undefined;
}
