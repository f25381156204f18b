import type { Deps } from '../endpoint';
import type { Versioned } from '../live-state';
import { findCalledBack } from './callback/find';
import { bringBack, takePart } from './control/take-part';
import { findCaller, returnCaller } from './inbound/caller';
import { beginWrapUp, freeWorker } from './inbound/duties';
import { rejectOffer } from './inbound/task';
import type { CallItem, CallRef } from './items';
import { findCustomerLine, hangUp, maybePlaced } from './lines';
import { beginRecording, tellRecorded } from './recording/begin';
import { steerDue } from './recording/steer';
import {
  type CallState,
  CLAIM_MS,
  type Facts,
  isCallback,
  isInbound,
  isOffered,
  joinFacts,
  type Obligation,
  unmoved,
} from './state';
import { tellAgent, tellVoicemail } from './tell';
import { completeTransfer, dismiss } from './transfer/complete';
import { callTarget, carryOut, restore, takeBack } from './transfer/duties';
import { askSecond, tellFirst } from './transfer/first';

/** What is to be done about a call. */
export interface Doing {
  /** As it was before the claims that go with it. */
  before: CallState;
  call: CallState;
  /** The item the call is in. */
  item: Versioned<CallItem>;
  todo: Obligation[];
}

/** Does one thing. Gives back what became known by doing it; throws when it must be tried again. */
async function perform(
  deps: Deps,
  ref: CallRef,
  { before, call, item }: Doing,
  what: Obligation,
  brief: boolean | undefined,
): Promise<Facts> {
  switch (what.do) {
    case 'hang-up':
      return hangUp(deps, what.other ?? (what.sid === call.agent?.sid ? 'agent' : 'customer'), what.sid);
    case 'supervise':
      return takePart(deps, what);
    case 'bring-back':
      return bringBack(deps, what);
    case 'find-customer': {
      if (isInbound(call)) return findCaller(deps, call);
      if (isCallback(call)) return findCalledBack(deps, call);
      const found = await findCustomerLine(deps, call);
      if (found.customer !== undefined) return found;
      // Whoever claimed to dial is gone, and Twilio has no line: nobody was dialled.
      const died = deps.now().getTime() - (call.dialled?.at ?? 0) > CLAIM_MS;
      return died ? { refused: 0 } : {};
    }
    case 'tell':
      return tellAgent(deps, what.sid, what.reason);
    case 'note-voicemail':
      return tellVoicemail(deps, ref, what);
    case 'reject':
      return isOffered(call) ? rejectOffer(deps, call.offer) : {};
    case 'return-customer':
      return returnCaller(deps, call, what.sid);
    case 'wrap-up':
      return isOffered(call) ? beginWrapUp(deps, ref, call) : {};
    case 'free-worker':
      return freeWorker(deps, what.worker);
    case 'tell-recorded':
      return tellRecorded(deps, ref, call, what.n);
    case 'record':
      return beginRecording(deps, ref, call, what);
    case 'steer-recording':
      return steerDue(deps, ref, call, item);
    case 'restore':
      return restore(deps, call, brief);
    case 'change':
      return carryOut(deps, call, what);
    case 'call-target':
      // A click is answered with what stood in the way; a report brings the customer back at once.
      if (brief) return callTarget(deps, ref, call, what);
      return callTarget(deps, ref, call, what).catch((error: unknown) => {
        deps.log.failure(error);
        return { others: { [what.id]: { refused: deps.now().getTime() } } };
      });
    case 'ask-second':
      return askSecond(deps, call);
    case 'complete-transfer':
      return completeTransfer(deps, call, before);
    case 'dismiss-customer':
      return dismiss(deps, ref, call, what.sid);
    case 'tell-first': {
      const from = call.offer?.transfer;
      return from === undefined ? {} : tellFirst(deps, from, ref.call, what.news);
    }
    case 'cancel-task':
      return takeBack(deps, call, what.task);
    case 'archive':
      return {};
  }
}

/** What became known by doing it, and what could not be done. */
export interface Performed {
  facts: Facts;
  failures: unknown[];
}

/**
 * Does what is to be done, in order. One failure does not keep the others from being done.
 *
 * @param brief see `Manner`
 */
export async function performAll(deps: Deps, ref: CallRef, done: Doing, brief?: boolean): Promise<Performed> {
  let facts: Facts = {};
  const failures: unknown[] = [];
  for (const what of done.todo) {
    try {
      facts = joinFacts(facts, await perform(deps, ref, done, what, brief));
    } catch (error) {
      failures.push(error);
      // The claim is given back, so that the next delivery tries again at once.
      if (what.do === 'hang-up' && what.other !== undefined)
        facts = joinFacts(facts, { others: { [what.other]: { uncut: deps.now().getTime() } } });
      if (what.do === 'tell') facts = joinFacts(facts, { untold: deps.now().getTime() });
      if (what.do === 'call-target')
        facts = joinFacts(facts, { others: { [what.id]: { refused: deps.now().getTime() } } });
      // Whose answer was lost may be on their way to the queue: the end of the conference tells.
      const onTheWay = done.call.transfer?.target === 'queue' && maybePlaced(error);
      if (what.do === 'complete-transfer' && !onTheWay)
        facts = joinFacts(facts, unmoved(done.call, deps.now().getTime()));
      if (what.do === 'wrap-up') facts = joinFacts(facts, { unwrapped: deps.now().getTime() });
      if (what.do === 'record' || what.do === 'tell-recorded')
        facts = joinFacts(facts, { takes: { [what.n]: { unbegun: deps.now().getTime() } } });
    }
  }
  return { facts, failures };
}
