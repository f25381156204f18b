import { type Deps, shortHash } from '../endpoint';
import type { LiveMap, Versioned, Wanted } from '../live-state';
import { archive } from './archive';
import { findCalledBack } from './callback/find';
import { bringBack, takePart } from './control/take-part';
import { followOnFloor, leaveFloor } from './floor';
import { findCaller, returnCaller } from './inbound/caller';
import { beginWrapUp, freeWorker } from './inbound/duties';
import { rejectOffer } from './inbound/task';
import { type CallItem, type CallRef, callIn, callsOf, isCoolDown, LIVE } from './items';
import { findCustomerLine, hangUp } from './lines';
import { beginRecording } from './recording/begin';
import { steerDue } from './recording/steer';
import {
  type CallState,
  CLAIM_MS,
  type Claim,
  claims,
  decided,
  type Facts,
  isCallback,
  isInbound,
  isOffered,
  joinFacts,
  learn,
  type Obligation,
  obligations,
  sameCall,
  talkOn,
  unmoved,
} from './state';
import { tellAgent, tellVoicemail } from './tell';
import { completeTransfer, dismiss, restore, takeBack } from './transfer/duties';
import { tellFirst } from './transfer/first';

/** What a call was before and is after something was learnt of it. */
export interface Settled {
  before: CallState;
  call: CallState;
}

interface Commit extends Settled {
  todo: Obligation[];
  /** The item the call is in. */
  item: Versioned<CallItem>;
  live: boolean;
}

/** The present time with a name that nobody else has, for one attempt to claim something. */
export const claimant = (deps: Deps): Claim => ({
  at: deps.now().getTime(),
  by: deps.ids.unguessable().slice(0, 8),
});

/**
 * As `claimant`, but by the name of the webhook's delivery: delivered again because the answer to the claim was lost, it
 * knows its claim. Only for what may be done twice; copies that Twilio sends at once have the same name.
 */
const deliverer = (deps: Deps): Claim => {
  const me = claimant(deps);
  return deps.delivery === undefined ? me : { ...me, by: shortHash(deps.delivery).slice(0, me.by.length) };
};

/** What is learnt may depend on what is known by the time it is written. Must be pure: it may run several times. */
export type Learnt = Facts | ((call: CallState) => Facts);

/** Adds facts to an item on condition that nobody else changed it; with `me`, also claims what is to be done. */
async function commitTo(
  deps: Deps,
  map: LiveMap<CallItem>,
  key: string,
  id: string,
  learnt: Learnt,
  me: Claim | undefined,
  known?: Versioned<CallItem>,
): Promise<Commit | undefined> {
  let made: Settled & { todo: Obligation[] } = { before: {} as CallState, call: {} as CallState, todo: [] };
  let found = false;
  const decide = (item: CallItem | undefined): Wanted<CallItem> | undefined => {
    found = item !== undefined && !isCoolDown(item) && item.id === id;
    if (item === undefined || isCoolDown(item) || item.id !== id) return undefined;
    const before = learn(item, {});
    const told = learn(before, typeof learnt === 'function' ? learnt(before) : learnt);
    const more = learn(told, me === undefined ? {} : decided(told, me.at, deps.config));
    const todo = me === undefined ? [] : obligations(more, me, deps.config);
    const call = me === undefined ? more : learn(more, claims(more, todo, me));
    made = { before, call, todo };
    // What goes to the history is written there, not here first; but a browser that comes onto the line at this moment
    // must find that its call is over.
    const mayCome = call.kind === 'browser' && call.agent === undefined && !isOffered(call);
    if (sameCall(before, call) || (todo[0]?.do === 'archive' && !mayCome)) return undefined;
    return { data: call };
  };
  const { current } = await map.change(key, decide, known);
  return found && current !== undefined ? { ...made, item: current, live: key === LIVE } : undefined;
}

/** The call is the live one, or one that has ended: late callbacks still add to it. */
async function commit(
  deps: Deps,
  ref: CallRef,
  learnt: Learnt,
  me: Claim | undefined,
  known?: Versioned<CallItem>,
): Promise<Commit | undefined> {
  const map = callsOf(deps, ref.agent);
  const inLive =
    known === undefined || known.key === LIVE
      ? await commitTo(deps, map, LIVE, ref.call, learnt, me, known)
      : undefined;
  return inLive ?? commitTo(deps, map, ref.call, ref.call, learnt, me);
}

/** Does one thing. Gives back what became known by doing it; throws when it must be tried again. */
async function perform(deps: Deps, ref: CallRef, { call, item }: Commit, what: Obligation): Promise<Facts> {
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
    case 'record':
      return beginRecording(deps, ref, call, what);
    case 'steer-recording':
      return steerDue(deps, ref, call, item);
    case 'restore':
      return restore(deps, call);
    case 'complete-transfer':
      return completeTransfer(deps, call);
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

interface Performed {
  facts: Facts;
  failures: unknown[];
}

/** Does what is to be done, in order. One failure does not keep the others from being done. */
async function performAll(deps: Deps, ref: CallRef, done: Commit): Promise<Performed> {
  let facts: Facts = {};
  const failures: unknown[] = [];
  for (const what of done.todo) {
    try {
      facts = joinFacts(facts, await perform(deps, ref, done, what));
    } catch (error) {
      failures.push(error);
      // The claim is given back, so that the next delivery tries again at once.
      if (what.do === 'hang-up' && what.other !== undefined)
        facts = joinFacts(facts, { others: { [what.other]: { uncut: deps.now().getTime() } } });
      if (what.do === 'tell') facts = joinFacts(facts, { untold: deps.now().getTime() });
      if (what.do === 'complete-transfer') facts = joinFacts(facts, unmoved(done.call, deps.now().getTime()));
      if (what.do === 'wrap-up') facts = joinFacts(facts, { unwrapped: deps.now().getTime() });
      if (what.do === 'record')
        facts = joinFacts(facts, { takes: { [what.n]: { unbegun: deps.now().getTime() } } });
    }
  }
  return { facts, failures };
}

/** A look at a line may bring up something else to do; more than this many times means that we chase our own tail. */
const ROUNDS = 4;

/**
 * The heart of everything that happens to a call: adds what was learnt, writes it on condition, does what has to be done
 * by now, and archives the call when it is over. Reading and writing are one request each; nothing new costs no write.
 * Fails when something that has to be done failed, after doing the rest: do it again.
 *
 * @param known saves the first read
 * @returns undefined when there is no such call (any more)
 */
export async function settle(
  deps: Deps,
  ref: CallRef,
  learnt: Learnt,
  known?: Versioned<CallItem>,
): Promise<Settled | undefined> {
  let first: CallState | undefined;
  let next: Learnt = learnt;
  let start = known;
  for (let round = 1; ; round += 1) {
    const me = round === 1 ? deliverer(deps) : claimant(deps);
    const done = await commit(deps, ref, next, me, start);
    if (done === undefined) return undefined;
    first ??= done.before;
    if (done.live && done.todo[0]?.do === 'archive')
      return { before: first, call: await archive(deps, ref, done.call, done.item) };
    if (!done.live && talkOn(done.before) && !talkOn(done.call)) await leaveFloor(deps, ref.call);
    const { facts, failures } = await performAll(deps, ref, done);
    const news = !sameCall(done.call, learn(done.call, facts));
    if (failures.length > 0) {
      if (news)
        await commit(deps, ref, facts, undefined, done.item).catch((error) => deps.log.failure(error));
      throw failures[0];
    }
    if (!news || round === ROUNDS) {
      const settled: Settled = { before: first, call: done.call };
      if (done.live) await followOnFloor(deps, ref, settled);
      return settled;
    }
    next = facts;
    start = done.item;
  }
}

/** The live call of an agent with what it takes to change it. One request. */
export async function liveCall(
  deps: Deps,
  agent: string,
  id?: string,
): Promise<{ call: CallState; item: Versioned<CallItem> } | undefined> {
  const item = await callsOf(deps, agent).get(LIVE);
  const call = callIn(item, id);
  return item === undefined || call === undefined ? undefined : { call, item };
}
