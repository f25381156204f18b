import { type Deps, shortHash } from '../endpoint';
import type { LiveMap, Versioned, Wanted } from '../live-state';
import { archive } from './archive';
import { followOnFloor, leaveFloor } from './floor';
import { type CallItem, type CallRef, callIn, callsOf, isCoolDown, LIVE } from './items';
import { type Doing, performAll } from './perform';
import {
  type CallState,
  type Claim,
  claims,
  decided,
  type Facts,
  firstHeard,
  isOffered,
  learn,
  type Obligation,
  obligations,
  sameCall,
  talkOn,
} from './state';

/** What a call was before and is after something was learnt of it. */
export interface Settled {
  before: CallState;
  call: CallState;
}

interface Commit extends Doing {
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

interface Writing {
  /** Who does what follows; absent: it is left. */
  me?: Claim;
  brief?: boolean | undefined;
  known?: Versioned<CallItem> | undefined;
}

/** Adds facts to an item on condition that nobody else changed it; with `me`, also claims what is to be done. */
async function commitTo(
  deps: Deps,
  map: LiveMap<CallItem>,
  key: string,
  id: string,
  learnt: Learnt,
  { me, brief, known }: Writing,
): Promise<Commit | undefined> {
  let made: Settled & { todo: Obligation[] } = { before: {} as CallState, call: {} as CallState, todo: [] };
  let found = false;
  const decide = (item: CallItem | undefined): Wanted<CallItem> | undefined => {
    found = item !== undefined && !isCoolDown(item) && item.id === id;
    if (item === undefined || isCoolDown(item) || item.id !== id) return undefined;
    const before = learn(item, {});
    const told = learn(before, typeof learnt === 'function' ? learnt(before) : learnt);
    const more = learn(told, me === undefined ? {} : decided(told, me.at, deps.config));
    const all = me === undefined ? [] : obligations(more, me, deps.config);
    const todo = brief ? firstHeard(all, more) : all;
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
  writing: Writing,
): Promise<Commit | undefined> {
  const map = callsOf(deps, ref.agent);
  const { known, ...rest } = writing;
  const inLive =
    known === undefined || known.key === LIVE
      ? await commitTo(deps, map, LIVE, ref.call, learnt, writing)
      : undefined;
  return inLive ?? commitTo(deps, map, ref.call, ref.call, learnt, rest);
}

/** What Twilio was told of somebody it need not be told again while its report is on the way. */
function isNews(told: Set<string>, what: Obligation): boolean {
  if (what.do !== 'change') return true;
  const name = `${what.who} ${what.hold} ${what.ends}`;
  return !told.has(name) && told.add(name) !== undefined;
}

/** A look at a line may bring up something else to do; more than this many times means that we chase our own tail. */
const ROUNDS = 4;

/** How to settle. */
export interface Manner {
  /**
   * For a click: does the first thing that is heard, and leaves what else is to be done, and writing what came of it, to
   * the reports that surely follow from that.
   */
  brief?: boolean;
  /** Who asks, when what is learnt is a claim of theirs. */
  me?: Claim;
}

/** What was done is told by Twilio's reports; what could not be done is not. */
const isReported = ({ transfer, agent, customer, others }: Facts): boolean =>
  transfer === undefined
    ? agent === undefined && customer === undefined && others === undefined
    : transfer.failed === undefined;

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
  manner: Manner = {},
): Promise<Settled | undefined> {
  let first: CallState | undefined;
  let next: Learnt = learnt;
  let start = known;
  const told = new Set<string>();
  for (let round = 1; ; round += 1) {
    const me = round === 1 ? (manner.me ?? deliverer(deps)) : claimant(deps);
    const brief = round === 1 && manner.brief;
    const done = await commit(deps, ref, next, { me, brief, known: start });
    if (done === undefined) return undefined;
    first ??= done.before;
    if (done.live && done.todo[0]?.do === 'archive')
      return { before: first, call: await archive(deps, ref, done.call, done.item) };
    if (!done.live && talkOn(done.before) && !talkOn(done.call)) await leaveFloor(deps, ref.call);
    const todo = done.todo.filter((what) => isNews(told, what));
    const { facts, failures } = await performAll(deps, ref, { ...done, todo }, brief);
    if (brief && failures.length === 0 && isReported(facts))
      return { before: first, call: learn(done.call, facts) };
    const news = !sameCall(done.call, learn(done.call, facts));
    if (failures.length > 0) {
      if (news)
        await commit(deps, ref, facts, { known: done.item }).catch((error) => deps.log.failure(error));
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
