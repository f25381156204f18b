import type { CallView, LegView, OfferView, WrapUpView } from '../contract';
import type { CallState, Label, LegFacts } from './facts';
import { cameIn, customerLeft, isInbound, isOffered, wasAccepted } from './inbound';
import { otherLegs, standView, supervisedView, supervisionView } from './other-views';
import { recordingViews } from './recording-views';
import { transferView } from './transfer-views';
import { endedByOf, hasEnded, isPresent, outcomeOf, phaseOf, reasonOf, wasAnswered } from './views';

const iso = (ms: number): string => new Date(ms).toISOString();

function legView(call: CallState, label: Label, number: string): LegView {
  const leg = call[label];
  return {
    label,
    number,
    present: isPresent(call, label),
    ...standView(call, label),
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
  const customer = goneAt(call);
  const ends = [call.agent?.ended, customer].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.max(...ends) : call.archived;
}

/** When a customer was no longer with this call. */
function goneAt({ released, customer }: CallState): number | undefined {
  const ends = [released, customer?.ended].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** How long the agent had a caller. */
function talkWithCaller(call: CallState): Pick<CallView, 'connectedAt' | 'talkSeconds'> {
  const since = call.customer?.joined;
  if (since === undefined) return {};
  const until = goneAt(call);
  const over = hasEnded(call) && until !== undefined;
  return {
    connectedAt: iso(since),
    ...(over ? { talkSeconds: Math.max(0, Math.round((until - since) / 1000)) } : {}),
  };
}

/** A caller's line as far as it concerns this call: they had one before, and may have it after. */
function callersLeg(call: CallState): LegView {
  const { offer, customer } = call;
  const left = customerLeft(call);
  const ended = left ? goneAt(call) : undefined;
  const status: LegFacts['status'] = left ? (customer?.status ?? 'completed') : 'in-progress';
  return {
    label: 'customer',
    number: call.to,
    present: !left && isPresent(call, 'customer'),
    ...(left ? {} : standView(call, 'customer')),
    status,
    ...(offer?.caller === undefined ? {} : { callSid: offer.caller }),
    ...(customer?.joined === undefined ? {} : { answeredAt: iso(customer.joined) }),
    ...(ended === undefined ? {} : { endedAt: iso(ended) }),
  };
}

function offerView(call: CallState): { offer?: OfferView } {
  const { offer } = call;
  if (offer === undefined) return {};
  const { worker: _worker, caller: _caller, queued, answerBy, transfer, ...rest } = offer;
  const consulting = call.consulted !== undefined && !cameIn(call) && !hasEnded(call);
  const from = transfer && {
    by: transfer.by,
    kind: transfer.kind,
    ...(consulting ? { consulting: true as const } : {}),
  };
  return {
    offer: {
      ...rest,
      ...(from === undefined ? {} : { transfer: from }),
      queuedAt: iso(queued),
      answerBy: iso(answerBy),
    },
  };
}

function wrapUpView(call: CallState): { wrapUp?: WrapUpView } {
  if (!hasEnded(call) || (isOffered(call) && !wasAccepted(call))) return {};
  // Nobody waits for a note on a call that the agent made.
  if (call.note === undefined) return isOffered(call) ? { wrapUp: {} } : {};
  const { at, ...words } = call.note;
  return { wrapUp: { ...words, doneAt: iso(at) } };
}

function talk(call: CallState): Pick<CallView, 'connectedAt' | 'talkSeconds'> {
  if (isInbound(call)) return talkWithCaller(call);
  const { customer } = call;
  if (!wasAnswered(customer) || customer?.answered === undefined) return {};
  const connectedAt = iso(customer.answered);
  const until = goneAt(call);
  if (!hasEnded(call) || until === undefined) return { connectedAt };
  const whole = call.released === undefined ? customer.seconds : undefined;
  const talkSeconds = whole ?? Math.max(0, Math.round((until - customer.answered) / 1000));
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
  const customerLeg = isInbound(call) ? callersLeg(call) : legView(call, 'customer', call.to);
  return {
    id: call.id,
    direction: call.direction ?? 'outbound',
    kind: call.kind ?? 'phone',
    phase: phaseOf(call),
    ...(call.label === undefined ? {} : { label: call.label }),
    recipient: call.to,
    legs: [legView(call, 'agent', call.from), customerLeg, ...otherLegs(call)],
    ...supervisionView(call),
    ...supervisedView(call),
    ...recordingViews(call),
    ...transferView(call),
    ...(conferenceSid === undefined ? {} : { conferenceSid }),
    startedAt: iso(call.at),
    ...(call.key === undefined ? {} : { dialledAt: iso(call.key) }),
    ...talk(call),
    ...(ended === undefined ? {} : { endedAt: iso(ended) }),
    voicemail: call.customer?.machine !== undefined,
    ...(reason === undefined ? {} : { reason }),
    ...(endedBy === undefined ? {} : { endedBy }),
    ...(outcome === undefined ? {} : { outcome }),
    ...offerView(call),
    ...wrapUpView(call),
  };
}
