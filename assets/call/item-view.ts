import type {
  CallState,
  CallView,
  EndedBy,
  Label,
  LegFacts,
  LegView,
  Outcome,
  Phase,
  Reason,
} from '../../src/calls/contract';

// The page reads the facts of a call from Sync and draws them as the functions do. A test holds the two together:
// for every call there can be, this view is the one that /calls/state answers with.

const FINAL = new Set<string>(['canceled', 'no-answer', 'busy', 'failed', 'completed']);
/** SIP 603: the person refused the call. https://www.twilio.com/docs/voice/api/call-resource */
const DECLINED = 603;
const NEVER = Number.POSITIVE_INFINITY;

const over = (leg: LegFacts | undefined): boolean => FINAL.has(leg?.status ?? '');
const answered = (leg: LegFacts | undefined): boolean =>
  leg?.answered !== undefined ||
  leg?.status === 'in-progress' ||
  (leg?.status === 'completed' && (leg.seconds ?? 0) > 0);

function present(call: CallState, label: Label): boolean {
  const rooms = Object.values(call.rooms ?? {});
  return (
    !over(call[label]) &&
    rooms.some(({ joined, left, ended }) => !ended && (joined[label] ?? -1) > (left[label] ?? -1))
  );
}

function ended(call: CallState): boolean {
  if (call.archived !== undefined) return true;
  // The browser that was to call was given up before it came onto the line.
  const neverCame = call.kind === 'browser' && call.agent === undefined;
  if (neverCame && (call.asked !== undefined || call.lapsed !== undefined)) return true;
  const missing = call.dialled !== undefined && call.customer === undefined && call.refused === undefined;
  return over(call.agent) && !missing && (call.customer === undefined || over(call.customer));
}

function phaseOf(call: CallState): Phase {
  const { agent, customer } = call;
  if (ended(call)) return 'ended';
  const customerOver = customer === undefined ? call.refused !== undefined : over(customer);
  if (over(agent) || customerOver || call.asked || call.capped || call.dropped) return 'ending';
  if (answered(customer)) return 'connected';
  if (customer?.status === 'ringing') return 'customer-ringing';
  if (call.dialled !== undefined || customer !== undefined) return 'dialling';
  if (answered(agent)) return 'agent-answered';
  return agent?.status === 'ringing' ? 'agent-ringing' : 'starting';
}

function withoutCustomer(call: CallState): Reason {
  const { agent, refused, lapsed } = call;
  if (agent === undefined) return lapsed === undefined ? 'system_error' : 'agent_unreachable';
  if (!answered(agent)) {
    if (agent.status === 'busy') return 'agent_busy';
    return agent.status === 'failed' ? 'agent_unreachable' : 'agent_no_answer';
  }
  if (refused !== undefined) return refused > 0 ? 'customer_unreachable' : 'system_error';
  return call.dialled === undefined ? 'agent_pressed_nothing' : 'agent_hung_up';
}

function unanswered({ agent }: CallState, customer: LegFacts): Reason {
  if (customer.status === 'busy') return customer.sip === DECLINED ? 'customer_rejected' : 'customer_busy';
  if (customer.status === 'failed') return 'customer_unreachable';
  const agentFirst =
    agent?.ended !== undefined && (customer.ended === undefined || agent.ended < customer.ended);
  return customer.status === 'no-answer' && !agentFirst ? 'customer_no_answer' : 'agent_hung_up';
}

function leftFirst({ agent, customer, rooms }: CallState): Label {
  const all = Object.values(rooms ?? {});
  for (const { endedBy } of all) {
    if (endedBy !== undefined && endedBy === agent?.sid) return 'agent';
    if (endedBy !== undefined && endedBy === customer?.sid) return 'customer';
  }
  const room = all.find(({ left }) => left.agent !== undefined || left.customer !== undefined);
  const [mine, theirs] = room
    ? [room.left.agent ?? NEVER, room.left.customer ?? NEVER]
    : [agent?.ended ?? NEVER, customer?.ended ?? NEVER];
  return mine < theirs ? 'agent' : 'customer';
}

/** One of the lines was gone by then, so the end had another reason. Twilio's times are whole seconds. */
const endedBefore = ({ agent, customer }: CallState, at: number): boolean =>
  [agent, customer].some((leg) => leg?.ended !== undefined && leg.ended + 1000 < at);

function reasonOf(call: CallState): Reason {
  const { customer } = call;
  if (call.capped !== undefined) return 'cap_reached';
  if (call.asked !== undefined && !endedBefore(call, call.asked.at)) return 'ended_in_page';
  if (customer === undefined) return withoutCustomer(call);
  if (call.dropped !== undefined) return 'customer_voicemail';
  if (!answered(customer)) return over(customer) ? unanswered(call, customer) : 'agent_hung_up';
  return leftFirst(call) === 'agent' ? 'agent_hung_up' : 'customer_hung_up';
}

const SYSTEM = new Set<Reason>([
  'cap_reached',
  'system_error',
  'customer_voicemail',
  'customer_unreachable',
  'agent_unreachable',
]);

function endedBy(call: CallState, reason: Reason): EndedBy {
  if (reason === 'ended_in_page') return call.asked?.by ?? 'agent';
  if (SYSTEM.has(reason)) return 'system';
  return reason.startsWith('customer') ? 'customer' : 'agent';
}

function outcomeOf(call: CallState, reason: Reason): Outcome {
  if (answered(call.customer)) return call.machine === undefined ? 'talked' : 'voicemail';
  if (reason === 'system_error') return 'failed';
  return call.customer === undefined && call.refused === undefined ? 'not_dialled' : 'not_reached';
}

const iso = (ms: number): string => new Date(ms).toISOString();

function legView(call: CallState, label: Label, number: string): LegView {
  const leg = call[label];
  return {
    label,
    number,
    present: present(call, label),
    ...(leg && { callSid: leg.sid }),
    ...(leg?.status && { status: leg.status }),
    ...(leg?.ringing !== undefined && { ringingAt: iso(leg.ringing) }),
    ...(leg?.answered !== undefined && { answeredAt: iso(leg.answered) }),
    ...(leg?.ended !== undefined && { endedAt: iso(leg.ended) }),
  };
}

/** A call of the Sync map as the page draws it. */
export function viewOf(call: CallState): CallView {
  const { customer } = call;
  const phase = phaseOf(call);
  const reason = phase === 'ending' || phase === 'ended' ? reasonOf(call) : undefined;
  const isOver = phase === 'ended';
  const ends = [call.agent?.ended, customer?.ended].filter((end) => end !== undefined);
  const end = isOver ? (ends.length > 0 ? Math.max(...ends) : call.archived) : undefined;
  const connected = answered(customer) ? customer?.answered : undefined;
  const rooms = Object.entries(call.rooms ?? {});
  const conference = (rooms.find(([, room]) => !room.ended) ?? rooms.at(-1))?.[0];
  return {
    id: call.id,
    kind: call.kind ?? 'phone',
    phase,
    ...(call.label !== undefined && { label: call.label }),
    recipient: call.to,
    legs: [legView(call, 'agent', call.from), legView(call, 'customer', call.to)],
    ...(conference !== undefined && { conferenceSid: conference }),
    startedAt: iso(call.at),
    ...(call.key !== undefined && { dialledAt: iso(call.key) }),
    ...(connected !== undefined && { connectedAt: iso(connected) }),
    ...(connected !== undefined &&
      isOver &&
      customer?.ended !== undefined && {
        talkSeconds: customer.seconds ?? Math.round((customer.ended - connected) / 1000),
      }),
    ...(end !== undefined && { endedAt: iso(end) }),
    voicemail: call.machine !== undefined,
    ...(reason !== undefined && { reason, endedBy: endedBy(call, reason) }),
    ...(reason !== undefined && isOver && { outcome: outcomeOf(call, reason) }),
  };
}
