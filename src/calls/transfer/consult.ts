import type { Deps, Reply } from '../../endpoint';
import type { Versioned } from '../../live-state';
import { newDocument } from '../../twilio';
import { showInCall } from '../inbound/duties';
import { acceptOffer } from '../inbound/task';
import { answerUrl } from '../inbound/twiml';
import type { CallItem, CallRef } from '../items';
import { settle } from '../settle';
import {
  type CallState,
  type Facts,
  type FromColleague,
  type InboundCall,
  joinFacts,
  labelOf,
  learn,
  type OtherId,
  reasonOf,
} from '../state';
import { CONFERENCE_EVENTS, endingTwiml, statusUrl } from '../twiml';
import { takeFromFirst } from './first';

/** Into the colleague's conference. When that is over for them, their line asks where it goes. */
function guestTwiml(deps: Deps, ref: CallRef, from: FromColleague, first: CallState, guest: OtherId): string {
  const response = newDocument();
  const action = `${answerUrl(deps, ref, 'consulted')}`;
  response.dial({ action }).conference(
    {
      participantLabel: labelOf(guest),
      startConferenceOnEnter: false,
      endConferenceOnExit: false,
      beep: 'false',
      waitUrl: '',
      statusCallback: statusUrl(deps, { agent: from.agent, call: from.call }, 'conference'),
      statusCallbackEvent: [...CONFERENCE_EVENTS],
    },
    first.conference,
  );
  return response.toString();
}

/**
 * The agent has said yes to a colleague who wants to talk before they hand a customer over: tells TaskRouter, takes a
 * place in the colleague's call. Seven requests, one of which was made by who knows the call. `bring`: the colleague has
 * left meanwhile, so the customer is theirs at once. Asked again it does the same.
 */
export async function consult(
  deps: Deps,
  ref: CallRef,
  { call, item }: { call: InboundCall; item: Versioned<CallItem> },
  { sid, yes }: { sid: string; yes: Facts },
): Promise<Reply | 'bring'> {
  const from = call.offer.transfer;
  if (from === undefined) return endingTwiml(deps, 'system_error');
  const now = () => deps.now().getTime();
  const gone = async (facts: Facts): Promise<Reply> => {
    const known = joinFacts(yes, { ...facts, withdrawn: { at: now(), by: 'system' } });
    await settle(deps, ref, known, item).catch((error) => deps.log.failure(error));
    return endingTwiml(deps, reasonOf(learn(call, known)) ?? 'offer_withdrawn');
  };
  try {
    if (!(await acceptOffer(deps, call.offer))) return await gone({});
    const accepted = { accepted: now() };
    // From here on the agent talks, and is not to be taken for free.
    const [taken] = await Promise.all([
      takeFromFirst(deps, from, { ref, call, sid }),
      showInCall(deps, call),
    ]);
    if (taken.do === 'gone') return await gone(accepted);
    if (taken.do === 'bring') return 'bring';
    await settle(deps, ref, joinFacts(yes, { ...accepted, consulted: now() }), item);
    return guestTwiml(deps, ref, from, taken.first, taken.guest);
  } catch (error) {
    deps.log.failure(error);
    return endingTwiml(deps, 'system_error');
  }
}
