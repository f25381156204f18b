import type { CallView, LegView, SupervisedView, SupervisionView } from '../contract';
import type { CallState, Stand } from './facts';
import { isFinal } from './facts';
import { isSupervisorId, type Mode, type OtherFacts, type OtherId, type Supervised } from './others';
import { heldSince, isPresent, standOf } from './views';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Their line exists no more, or there never was one. */
export const isOtherOver = ({ line, refused }: OtherFacts): boolean =>
  line === undefined ? refused !== undefined : isFinal(line.status);

/** Called, in the call, or on the way out of it at somebody's wish: `isWanted` tells them apart. */
export const isWanted = (other: OtherFacts): boolean =>
  !isOtherOver(other) && other.gone === undefined && other.refused === undefined;

/** The supervisor who is in the call or on the way in. */
export function supervisorOf(call: CallState): { id: OtherId; facts: OtherFacts } | undefined {
  const found = Object.entries(call.others ?? {}).find(
    ([id, facts]) => isSupervisorId(id) && isWanted(facts),
  );
  return found && { id: found[0], facts: found[1] };
}

/** Who hears a supervisor who takes part like this. A coach who is muted is heard by nobody. */
export function modeOf({ muted, coach }: Omit<Stand, 'n'>): Mode {
  if (muted) return 'listen';
  return coach ? 'whisper' : 'barge';
}

/** How a participant takes part, as far as it is not how everybody does. */
export function standView(call: CallState, who: string): Pick<LegView, 'held' | 'heldSince' | 'muted'> {
  const { held, muted } = standOf(call, who);
  const since = held ? heldSince(call, who) : undefined;
  return {
    ...(held ? { held } : {}),
    ...(since === undefined ? {} : { heldSince: iso(since) }),
    ...(muted ? { muted } : {}),
  };
}

function otherLeg(call: CallState, id: OtherId, { to, who, line, refused }: OtherFacts): LegView {
  const ended = line?.ended ?? (line === undefined ? refused : undefined);
  const status = line?.status ?? (ended === undefined ? undefined : 'failed');
  return {
    label: isSupervisorId(id) ? 'supervisor' : 'guest',
    participant: id,
    number: to ?? '',
    ...(who === undefined ? {} : { name: who }),
    present: isPresent(call, id),
    ...standView(call, id),
    ...(line === undefined ? {} : { callSid: line.sid }),
    ...(status === undefined ? {} : { status }),
    ...(line?.ringing === undefined ? {} : { ringingAt: iso(line.ringing) }),
    ...(line?.answered === undefined ? {} : { answeredAt: iso(line.answered) }),
    ...(ended === undefined ? {} : { endedAt: iso(ended) }),
  };
}

/** Everybody beside the agent and the customer: guests first. */
export const otherLegs = (call: CallState): LegView[] =>
  Object.entries(call.others ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, facts]) => otherLeg(call, id, facts));

/**
 * The supervision that goes on. What is shown is who hears the supervisor by Twilio's word; what they have asked for
 * beside it until it is so.
 */
export function supervisionView(call: CallState): { supervision?: SupervisionView } {
  const found = supervisorOf(call);
  if (found === undefined) return {};
  const { id, facts } = found;
  const wanted = facts.wish?.mode ?? 'listen';
  const mode = isPresent(call, id) ? modeOf(standOf(call, id)) : wanted;
  const { who = '', at = call.at } = facts;
  return {
    supervision: { by: who, mode, since: iso(at), ...(mode === wanted ? {} : { next: wanted }) },
  };
}

/** The end of a supervision that nobody has asked for: the supervisor hung up, or was not reached. */
export function endOfSupervision(call: CallState): Supervised[] {
  return Object.entries(call.others ?? {}).flatMap(([id, { who, at = call.at, line, refused, gone }]) => {
    const end = line?.ended ?? (line === undefined ? refused : undefined);
    if (!isSupervisorId(id) || who === undefined || end === undefined || gone !== undefined) return [];
    // Twilio's times are whole seconds: nobody is out before what they last did.
    const did = (call.supervised ?? []).filter(({ by }) => by === who).map((change) => change.at);
    return [{ at: Math.max(end, at, ...did), by: who, mode: 'stop' as const }];
  });
}

/** Who supervised, how and when, in order. */
export function supervisedView(call: CallState): Pick<CallView, 'supervised'> {
  const all: SupervisedView[] = [...(call.supervised ?? []), ...endOfSupervision(call)]
    .sort((a, b) => a.at - b.at)
    .map(({ at, by, mode }) => ({ at: iso(at), by, mode }));
  return all.length === 0 ? {} : { supervised: all };
}
