import type { CallView, LegView } from '../contract';
import type { CallState, Label } from './facts';
import { endedByOf, hasEnded, isPresent, outcomeOf, phaseOf, reasonOf, wasAnswered } from './views';

const iso = (ms: number): string => new Date(ms).toISOString();

function legView(call: CallState, label: Label, number: string): LegView {
  const leg = call[label];
  return {
    label,
    number,
    present: isPresent(call, label),
    ...(leg === undefined ? {} : { callSid: leg.sid }),
    ...(leg?.status === undefined ? {} : { status: leg.status }),
    ...(leg?.ringing === undefined ? {} : { ringingAt: iso(leg.ringing) }),
    ...(leg?.answered === undefined ? {} : { answeredAt: iso(leg.answered) }),
    ...(leg?.ended === undefined ? {} : { endedAt: iso(leg.ended) }),
  };
}

/** The end of the last line that ended; undefined until the call has. */
function endOf(call: CallState): number | undefined {
  if (!hasEnded(call)) return undefined;
  const ends = [call.agent?.ended, call.customer?.ended].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.max(...ends) : call.archived;
}

function talk(call: CallState): Pick<CallView, 'connectedAt' | 'talkSeconds'> {
  const { customer } = call;
  if (!wasAnswered(customer) || customer?.answered === undefined) return {};
  const connectedAt = iso(customer.answered);
  if (!hasEnded(call) || customer.ended === undefined) return { connectedAt };
  const talkSeconds = customer.seconds ?? Math.round((customer.ended - customer.answered) / 1000);
  return { connectedAt, talkSeconds };
}

/** The running conference, or the last one there was. */
function conferenceOf(call: CallState): string | undefined {
  const rooms = Object.entries(call.rooms ?? {});
  return (rooms.find(([, { ended }]) => !ended) ?? rooms.at(-1))?.[0];
}

/** The call as a page draws it. */
export function viewOf(call: CallState): CallView {
  const ended = endOf(call);
  const conferenceSid = conferenceOf(call);
  const reason = reasonOf(call);
  const endedBy = endedByOf(call);
  const outcome = outcomeOf(call);
  return {
    id: call.id,
    kind: call.kind ?? 'phone',
    phase: phaseOf(call),
    ...(call.label === undefined ? {} : { label: call.label }),
    recipient: call.to,
    legs: [legView(call, 'agent', call.from), legView(call, 'customer', call.to)],
    ...(conferenceSid === undefined ? {} : { conferenceSid }),
    startedAt: iso(call.at),
    ...(call.key === undefined ? {} : { dialledAt: iso(call.key) }),
    ...talk(call),
    ...(ended === undefined ? {} : { endedAt: iso(ended) }),
    voicemail: call.customer?.machine !== undefined,
    ...(reason === undefined ? {} : { reason }),
    ...(endedBy === undefined ? {} : { endedBy }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
