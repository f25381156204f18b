import { type CallEnd, endOf } from './audio';
import { hears } from './conference/hears';
import type { Core } from './core';
import type { Leg } from './leg';

/**
 * Whom one end of a call hears at this moment: the others of its conference as far as `hears` allows, the party it is
 * connected to, or nobody. Captions and audio thus follow one rule.
 */
export function heardBy(core: Core, end: CallEnd): CallEnd[] {
  const leg = core.legs.get(end.callSid);
  if (!leg) return directly(core, end);
  if (!leg.answered) return [];
  for (const room of core.rooms.values()) {
    const listener = room.members.get(leg.callSid);
    if (!listener?.connected) continue;
    return ends(
      room.inside.filter((other) => hears(room, listener.record, other.record)).map((other) => other.leg),
    );
  }
  for (const [first, second] of core.bridges) {
    if (first === leg) return ends([second]);
    if (second === leg) return ends([first]);
  }
  return [];
}

function directly(core: Core, end: CallEnd): CallEnd[] {
  for (const call of core.direct)
    if (call.callSid === end.callSid)
      return call.talkers
        .filter(({ address }) => address !== end.address)
        .map((device) => endOf(call.callSid, device));
  return [];
}

const ends = (legs: Leg[]): CallEnd[] =>
  legs.flatMap((leg) => (leg.device ? [endOf(leg.callSid, leg.device)] : []));
