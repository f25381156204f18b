import { rfc2822 } from '../api/rest';
import { placeParams } from './addresses';
import type { Core } from './core';
import { type CallEvent, type CallRecord, type CallStatus, isFinal } from './model';

/** What of a call Twilio tells in every request about it. https://www.twilio.com/docs/voice/twiml#request-parameters */
export function callParams(core: Core, call: CallRecord): Record<string, string> {
  return {
    CallSid: call.sid,
    AccountSid: core.kernel.account.sid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: call.status,
    ApiVersion: '2010-04-01',
    Direction: call.direction,
    ...(call.parentCallSid ? { ParentCallSid: call.parentCallSid } : {}),
    ...placeParams('From', call.from),
    ...placeParams('To', call.to),
    ...placeParams('Caller', call.from),
    ...placeParams('Called', call.to),
  };
}

/** Seconds from answer to end; 0 for a call that was never answered. */
export const durationOf = (call: CallRecord): number =>
  call.answeredTime === null || call.endTime === null
    ? 0
    : Math.round((call.endTime - call.answeredTime) / 1000);

const EVENT_OF: Partial<Record<CallStatus, CallEvent>> = {
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
};

/** The event a project may have asked for that goes with reaching `status`. */
export const eventOf = (status: CallStatus): CallEvent | undefined =>
  isFinal(status) ? 'completed' : EVENT_OF[status];

/**
 * The parameters of a status callback. SequenceNumber counts the callbacks of the call from 0; Duration is in minutes,
 * begun ones counted whole. https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
export function statusCallbackParams(core: Core, call: CallRecord, sequence: number): Record<string, string> {
  const seconds = durationOf(call);
  return {
    ...callParams(core, call),
    Timestamp: rfc2822(core.kernel.clock.now()),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    ...(call.answeredBy ? { AnsweredBy: call.answeredBy } : {}),
    ...(isFinal(call.status)
      ? {
          CallDuration: String(seconds),
          Duration: String(Math.ceil(seconds / 60)),
          ...(call.sipCode === null ? {} : { SipResponseCode: String(call.sipCode) }),
        }
      : {}),
  };
}

/** Sends the status callback for the status the call has just reached, if the project asked for it. */
export function notifyStatus(core: Core, call: CallRecord): void {
  const event = eventOf(call.status);
  const subscription = call.statusCallback;
  if (!event || !subscription?.events.includes(event)) return;
  core.kernel.webhooks.notify({
    purpose: 'call status',
    url: subscription.url,
    method: subscription.method,
    params: statusCallbackParams(core, call, call.sequence++),
    callSid: call.sid,
  });
}
