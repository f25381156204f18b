import fc from 'fast-check';
import type { LegStatus, Reason } from '../contract';
import type { Callback } from './callbacks';
import type { CallState, Facts, Label } from './facts';

/** Sids by role, in the shape of Twilio's. */
export const SID = {
  agent: `CA${'a'.repeat(32)}`,
  customer: `CA${'c'.repeat(32)}`,
  room: `CF${'f'.repeat(32)}`,
};

/** When the calls of these tests begin; whole seconds, as Twilio's timestamps are. */
export const START = Date.UTC(2026, 10, 21, 9, 0, 0);

/** A call as `start` claims it. */
export const newCall = (facts: Facts & Pick<CallState, 'kind'> = {}): CallState => ({
  v: 1,
  id: '1k0000000abcdefghijkl',
  at: START,
  from: '+14155550101',
  to: '+14155550123',
  conference: 'c'.repeat(32),
  who: 'spock@example.com',
  label: 'Call between Tuvok and Spock',
  ...facts,
});

/** One call as it may go: what the people do, and how much Twilio tells. */
export interface Story {
  agent: 'no-answer' | 'busy' | 'failed' | 'presses nothing' | 'presses a key';
  customer: 'no-answer' | 'busy' | 'rejected' | 'failed' | 'rings until the agent leaves' | 'answers';
  machine: boolean;
  leavesFirst: Label;
  /** Seconds each step takes. */
  pace: [number, number, number, number];
  /** Older accounts get no ParticipantCallStatus. */
  tellsParticipantStatus: boolean;
  /** Final status of a line hung up while it rang. */
  cutStatus: 'canceled' | 'completed';
}

export const story: fc.Arbitrary<Story> = fc.record({
  agent: fc.oneof(
    { weight: 5, arbitrary: fc.constant('presses a key' as const) },
    { weight: 3, arbitrary: fc.constantFrom('no-answer', 'busy', 'failed', 'presses nothing') },
  ),
  customer: fc.constantFrom(
    'no-answer',
    'busy',
    'rejected',
    'failed',
    'rings until the agent leaves',
    'answers',
    'answers',
  ),
  machine: fc.boolean(),
  leavesFirst: fc.constantFrom('agent', 'customer'),
  pace: fc.tuple(fc.nat(20), fc.nat(8), fc.nat(30), fc.integer({ min: 1, max: 900 })),
  tellsParticipantStatus: fc.boolean(),
  cutStatus: fc.constantFrom('canceled', 'completed'),
});

/** What Twilio would send for a story, in order, and what must come out. */
export interface History {
  /** The call when the first callback of the customer could arrive. */
  call: CallState;
  callbacks: Callback[];
  reason: Reason;
}

/** Plays Twilio: the callbacks of the agent's line, the customer's line and their conference. */
class Script {
  readonly callbacks: Callback[] = [];
  private second = 0;
  private sequence = 0;
  private readonly answeredAt: Partial<Record<Label, number>> = {};

  wait(seconds: number): this {
    this.second += seconds;
    return this;
  }

  get now(): number {
    return START + this.second * 1000;
  }

  line(label: Label, CallStatus: LegStatus, more: Partial<Callback> = {}): this {
    if (CallStatus === 'in-progress') this.answeredAt[label] = this.second;
    const lasted = this.answeredAt[label] === undefined ? 0 : this.second - this.answeredAt[label];
    const final = !['queued', 'initiated', 'ringing', 'in-progress'].includes(CallStatus);
    return this.send({
      about: label,
      CallSid: SID[label],
      CallStatus,
      ...(final ? { CallDuration: String(lasted) } : {}),
      ...more,
    });
  }

  room(StatusCallbackEvent: string, more: Partial<Callback> = {}): this {
    this.sequence += 1;
    return this.send({
      about: 'conference',
      ConferenceSid: SID.room,
      StatusCallbackEvent,
      SequenceNumber: String(this.sequence),
      ...more,
    });
  }

  private send(callback: Callback): this {
    this.callbacks.push({ ...callback, Timestamp: new Date(this.now).toUTCString() });
    return this;
  }
}

const AGENT_ALONE: Partial<Record<Story['agent'], [LegStatus, Reason]>> = {
  'no-answer': ['no-answer', 'agent_no_answer'],
  busy: ['busy', 'agent_busy'],
  failed: ['failed', 'agent_unreachable'],
  'presses nothing': ['completed', 'agent_pressed_nothing'],
};

const UNANSWERED: Partial<Record<Story['customer'], [LegStatus, Reason, Partial<Callback>]>> = {
  'no-answer': ['no-answer', 'customer_no_answer', { SipResponseCode: '487' }],
  busy: ['busy', 'customer_busy', { SipResponseCode: '486' }],
  rejected: ['busy', 'customer_rejected', { SipResponseCode: '603' }],
  failed: ['failed', 'customer_unreachable', { SipResponseCode: '404' }],
};

/** The callbacks of a story. */
export function historyOf(told: Story): History {
  const script = new Script();
  const [ring, think, customerRing, talk] = told.pace;
  script.line('agent', 'initiated').line('agent', 'ringing').wait(ring);
  const alone = AGENT_ALONE[told.agent];
  if (alone !== undefined) {
    const [status, reason] = alone;
    if (status === 'completed') script.line('agent', 'in-progress').wait(think + 1);
    if (status === 'failed') script.wait(1);
    return { call: newCall(), callbacks: script.line('agent', status).callbacks, reason };
  }
  script.line('agent', 'in-progress').wait(think);
  const call = newCall({ key: script.now, dialled: { at: script.now, by: 'somebody' } });
  const status = (ParticipantCallStatus: LegStatus): Partial<Callback> =>
    told.tellsParticipantStatus ? { ParticipantCallStatus } : {};
  const agent = { ParticipantLabel: 'agent', CallSid: SID.agent };
  const customer = { ParticipantLabel: 'customer', CallSid: SID.customer };
  script.line('customer', 'initiated').line('customer', 'ringing').room('conference-start');
  script
    .room('participant-join', agent)
    .room('participant-join', customer)
    .wait(customerRing + 1);

  const unanswered = UNANSWERED[told.customer];
  if (unanswered !== undefined) {
    const [final, reason, more] = unanswered;
    script
      .line('customer', final, more)
      .room('participant-leave', { ...customer, ...status(final) })
      .wait(6);
    script.room('participant-leave', { ...agent, ...status('in-progress') });
    script.room('conference-end', { CallSidEndingConference: SID.agent }).line('agent', 'completed');
    return { call, callbacks: script.callbacks, reason };
  }
  if (told.customer === 'rings until the agent leaves') {
    script.room('participant-leave', { ...agent, ...status('completed') }).line('agent', 'completed');
    script.room('participant-leave', { ...customer, ...status(told.cutStatus) });
    script.room('conference-end', { CallSidEndingConference: SID.agent }).line('customer', told.cutStatus);
    return { call, callbacks: script.callbacks, reason: 'agent_hung_up' };
  }
  script.line('customer', 'in-progress').wait(talk);
  if (told.machine) script.line('customer', 'in-progress', { AnsweredBy: 'machine_start' });
  const [one, other] = told.leavesFirst === 'agent' ? [agent, customer] : [customer, agent];
  script.room('participant-leave', { ...one, ...status('completed') });
  script.room('participant-leave', { ...other, ...status('completed') });
  script.room('conference-end', { CallSidEndingConference: one.CallSid });
  script.line('agent', 'completed').line('customer', 'completed');
  const reason = told.leavesFirst === 'agent' ? 'agent_hung_up' : 'customer_hung_up';
  return { call, callbacks: script.callbacks, reason };
}

const text = (...likely: string[]) =>
  fc.option(fc.oneof(fc.constantFrom(...likely), fc.string({ maxLength: 40 })), { nil: undefined });
const hex = (kind: string) =>
  fc.oneof(
    fc.constantFrom(SID.agent, SID.customer, SID.room),
    fc
      .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 })
      .map((id) => kind + id),
  );

/** Callbacks nobody sends: every field may be absent, wrong or of another call. */
export const garbage: fc.Arbitrary<Callback> = fc.record({
  about: fc.constantFrom('agent', 'customer', 'conference'),
  CallSid: fc.oneof(hex('CA'), text('')),
  CallStatus: text(
    'queued',
    'initiated',
    'ringing',
    'in-progress',
    'completed',
    'busy',
    'no-answer',
    'failed',
    'canceled',
  ),
  CallDuration: text('0', '17', '-3', '1e9'),
  SipResponseCode: text('200', '486', '603'),
  AnsweredBy: text('human', 'machine_start', 'fax', 'unknown'),
  Timestamp: text('Sat, 21 Nov 2026 09:00:07 +0000', 'yesterday', ''),
  ConferenceSid: fc.oneof(hex('CF'), text('')),
  StatusCallbackEvent: text('conference-start', 'conference-end', 'participant-join', 'participant-leave'),
  SequenceNumber: text('0', '1', '2', '9', '999999999999'),
  ParticipantLabel: text('agent', 'customer', 'supervisor'),
  ParticipantCallStatus: text('completed', 'busy', 'in-progress'),
  CallSidEndingConference: hex('CA'),
});
