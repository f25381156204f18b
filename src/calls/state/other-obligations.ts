import { firstToEnd, GRACE_MS } from './claims';
import { type CallState, type Claim, type Facts, isFinal, pickedUp } from './facts';
import type { Obligation } from './obligations';
import { modeOf, supervisorOf } from './other-views';
import { isSupervisorId, type OtherFacts, type OtherId } from './others';
import { isUnderWay, talkOn } from './transfer-views';
import { isPresent, phaseOf, roomWith, standOf } from './views';

/** Whose call was asked for and of whose line nothing was ever heard, was never called. */
const LOST_MS = 60_000;

/** Nobody else is ending their line just now. */
function cuttable({ cut, uncut }: OtherFacts, me: Claim): boolean {
  if (cut === undefined || cut.by === me.by) return true;
  return (uncut !== undefined && uncut >= cut.at) || me.at - cut.at > GRACE_MS;
}

function hangUps(call: CallState, me: Claim): Obligation[] {
  if (firstToEnd(call, me.at) !== undefined) return [];
  const phase = phaseOf(call);
  // Whoever is left of a call is not left alone with each other: but a customer may be left with a guest.
  const all = (phase === 'ending' || phase === 'ended') && !isUnderWay(call);
  const guestsStay = talkOn(call);
  return Object.entries(call.others ?? {}).flatMap(([id, other]): Obligation[] => {
    const { line, gone, refused } = other;
    if (line === undefined || isFinal(line.status)) return [];
    // Who still rings was called by an agent who has left.
    const stays = guestsStay && !isSupervisorId(id) && pickedUp(line);
    const unwanted = (all && !stays) || gone !== undefined || refused !== undefined;
    return unwanted && cuttable(other, me) ? [{ do: 'hang-up', sid: line.sid, other: id }] : [];
  });
}

/** A supervisor takes part otherwise than they have asked for. */
function aboutSupervisor(call: CallState): Obligation[] {
  const found = supervisorOf(call);
  const phase = phaseOf(call);
  if (found === undefined || phase === 'ending' || phase === 'ended') return [];
  const { id, facts } = found;
  const { wish, line } = facts;
  const conference = roomWith(call, id);
  const coached = call.agent?.sid;
  if (wish === undefined || line === undefined || conference === undefined || coached === undefined)
    return [];
  if (modeOf(standOf(call, id)) === wish.mode) return [];
  return [{ do: 'supervise', id, sid: line.sid, conference, mode: wish.mode, coached }];
}

/** Somebody who is in the conference and can say a word to the customer. */
function mayBeHeard(call: CallState, who: string): boolean {
  const { held, coach, muted } = standOf(call, who);
  return isPresent(call, who) && !held && !coach && !(isSupervisorId(who) && muted);
}

/**
 * Nobody would be with the customer, who isn't on hold, if this one were. An agent who is muted is with them. Whoever is
 * still on the way in is not.
 */
export function leavesCustomerAlone(call: CallState, who: string): boolean {
  if (!isPresent(call, 'customer') || standOf(call, 'customer').held) return false;
  const others = ['agent', ...Object.keys(call.others ?? {})].filter((other) => other !== who);
  return !others.some((other) => mayBeHeard(call, other));
}

/** The agent is on hold and whoever was with the customer has left: the customer must not hear silence. */
function aboutSilence(call: CallState): Obligation[] {
  const conference = roomWith(call, 'agent');
  if (conference === undefined || call.agent === undefined || phaseOf(call) !== 'connected') return [];
  if (!standOf(call, 'agent').held || !leavesCustomerAlone(call, 'agent')) return [];
  return [{ do: 'bring-back', sid: call.agent.sid, conference }];
}

/** What must still be done about guests and supervisors, and for a customer who would be alone. */
export const otherObligations = (call: CallState, me: Claim): Obligation[] => [
  ...hangUps(call, me),
  ...aboutSupervisor(call),
  ...aboutSilence(call),
];

/** The claim to end a guest's or a supervisor's line. */
export const cutting = (id: OtherId, me: Claim): Facts => ({ others: { [id]: { cut: me } } });

/** What is to be learnt by now of those who were called and of whose line nothing was ever heard: it came to nothing. */
export function lost(call: CallState, { at: now }: Pick<Claim, 'at'>): Facts {
  const gone = Object.entries(call.others ?? {}).filter(
    ([, { at, line, refused }]) =>
      line === undefined && refused === undefined && at !== undefined && now - at > LOST_MS,
  );
  return gone.length === 0 ? {} : { others: Object.fromEntries(gone.map(([id]) => [id, { refused: now }])) };
}
