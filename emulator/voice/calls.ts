import { isClient, toE164 } from './addresses';
import type { Core } from './core';
import type { Device } from './device';
import { Leg } from './leg';
import type { CallEvent, CallRecord, Direction, NumberRecord, Subscription } from './model';

/** What a new call is like. */
export interface NewCall {
  from: string;
  to: string;
  direction: Direction;
  parentCallSid?: string;
  /** What a client is told beside who calls. */
  parameters?: Record<string, string> | undefined;
  statusCallback?: Subscription<CallEvent> | undefined;
}

/** The owned number with this address, however it is written. */
export function ownedNumber(core: Core, address: string): NumberRecord | undefined {
  const e164 = toE164(address);
  return core.numbers.find((number) => number.phoneNumber === e164);
}

/** Whether the account may show `address` as the caller: a number it owns or has verified. */
export function mayShow(core: Core, address: string): boolean {
  const e164 = toE164(address);
  return (
    ownedNumber(core, address) !== undefined ||
    core.callerIds.find((callerId) => callerId.phoneNumber === e164) !== undefined
  );
}

/** Makes a call and its live leg: `queued`, or already `ringing` where it comes in. */
export function openLeg(core: Core, asked: NewCall, device?: Device): Leg {
  const call = { ...asked, ...clientOf(asked) };
  const now = core.kernel.clock.now();
  const inbound = call.direction === 'inbound';
  const record: CallRecord = {
    sid: core.kernel.ids.sid('CA'),
    parentCallSid: call.parentCallSid ?? null,
    from: call.from,
    to: call.to,
    direction: call.direction,
    status: inbound ? 'ringing' : 'queued',
    phoneNumberSid: ownedNumber(core, inbound ? call.to : call.from)?.sid ?? null,
    dateCreated: now,
    dateUpdated: now,
    startTime: inbound ? now : null,
    answeredTime: null,
    endTime: null,
    answeredBy: null,
    sipCode: null,
    queueTime: 0,
    statusCallback: call.statusCallback ?? null,
    sequence: 0,
  };
  const leg = new Leg(core, record, device ?? core.devices.find(call.to), call.parameters);
  core.kernel.timeline.add({
    kind: 'call',
    summary: `Call from ${call.from} to ${call.to} is ${record.status}`,
    callSid: record.sid,
    data: { status: record.status, from: call.from, to: call.to, direction: call.direction },
  });
  return leg;
}

/** `client:joe?a=1` calls joe and hands over the parameters. https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
function clientOf({ to, parameters }: NewCall): Pick<NewCall, 'to' | 'parameters'> {
  const query = isClient(to) ? to.indexOf('?') : -1;
  if (query < 0) return { to, parameters };
  return {
    to: to.slice(0, query),
    parameters: { ...parameters, ...Object.fromEntries(new URLSearchParams(to.slice(query + 1))) },
  };
}

/**
 * When the next call made by REST may start, in milliseconds from now, under the account's calls per second.
 * https://www.twilio.com/docs/voice/api/call-resource#queueing
 */
export function reserveStart(core: Core): number {
  const rate = core.options.callsPerSecond;
  if (!rate) return 0;
  const now = core.kernel.clock.now();
  const start = Math.max(now, core.nextStart);
  core.nextStart = start + 1000 / rate;
  return start - now;
}
