import * as v from 'valibot';
import { DISPOSITION } from '../config';
import { CALL_ID } from './items';

// Schemas are made when first needed: making them costs more than loading the rest of a function.

const RECIPIENT = 'Send the number to call with its country code, like +14155550123.';
const OWN = 'Leave it out, or send your own verified number.';
const CALLER_ID = 'Send one of the numbers that /page-config lists, or leave it out.';
const LABEL = 'Send at most 64 characters, or leave it out.';
const CALL = 'Send the id of a call, or leave it out for the one that goes on.';

/** Characters that a page or a voice can do nothing with. */
const CONTROL = /\p{Cc}/gu;

/** What every call begins with. */
const beginning = () => ({
  RecipientNumber: v.pipe(v.string(RECIPIENT), v.trim(), v.nonEmpty(RECIPIENT), v.maxLength(40, RECIPIENT)),
  ConferenceName: v.optional(
    v.pipe(
      v.string(LABEL),
      v.transform((text) => text.replace(CONTROL, ' ').trim()),
      v.maxLength(64, LABEL),
    ),
  ),
  CallerId: v.optional(v.pipe(v.string(CALLER_ID), v.trim(), v.maxLength(40, CALLER_ID))),
});

/** Input of /phone-to-phone/start. */
export const StartCall = () =>
  v.object({
    ...beginning(),
    AgentNumber: v.optional(v.pipe(v.string(OWN), v.trim(), v.maxLength(40, OWN))),
  });

/** Input of /voice/start. */
export const StartBrowserCall = () => v.object(beginning());

const callId = () => v.pipe(v.string(CALL), v.regex(CALL_ID, CALL));

/** Input of /calls/hangup. */
export const OneCall = () => v.object({ callId: v.optional(callId()) });

const WHOSE = 'Send the id of the agent whose call it is, or leave it out.';
const AGENT_ID = /^([a-z2-7]{20}|WK[0-9a-f]{32})$/i;

/** Input of /calls/state. */
export const ShownCall = () =>
  v.object({
    callId: v.optional(callId()),
    agent: v.optional(v.pipe(v.string(WHOSE), v.regex(AGENT_ID, WHOSE))),
  });

/** Which call a webhook is about: ours, from its URL. A worker that nobody has signed in for goes by its SID. */
const ref = () => ({
  agent: v.pipe(v.string(), v.regex(AGENT_ID)),
  call: callId(),
});

/** What Twilio sends when the agent has pressed a key. */
export const KeyPressed = () =>
  v.object({
    ...ref(),
    CallSid: v.string(),
    Digits: v.optional(v.string()),
  });

/** What Twilio sends when the conference is over for the agent, or asks what to say in it. */
export const AgentLine = () => v.object({ ...ref(), CallSid: v.string() });

/** What Twilio asks for to announce something in a conference. */
export const Announcement = () => v.object(ref());

const field = () => v.optional(v.string());

/** What Twilio reports of a line or of the conference. */
export const StatusReport = () =>
  v.object({
    ...ref(),
    leg: v.picklist(['agent', 'customer', 'other', 'conference']),
    other: field(),
    CallSid: field(),
    CallStatus: field(),
    CallDuration: field(),
    SipResponseCode: field(),
    AnsweredBy: field(),
    Timestamp: field(),
    ConferenceSid: field(),
    StatusCallbackEvent: field(),
    SequenceNumber: field(),
    ParticipantLabel: field(),
    ParticipantCallStatus: field(),
    CallSidEndingConference: field(),
    Muted: field(),
    Hold: field(),
    Coaching: field(),
  });

/** An agent's browser, as Twilio names it by the token that it showed: never by what the page says. */
const client = () => v.pipe(v.string(), v.regex(/^client:[a-z2-7]{20}$/));

/**
 * What Twilio sends when a browser calls the TwiML application. `callId` and what follows it are the page's words; the
 * others are Twilio's. https://www.twilio.com/docs/voice/sdks/javascript/twiliodevice
 */
export const BrowserLine = () =>
  v.object({
    From: client(),
    CallSid: v.string(),
    callId: field(),
    To: field(),
    RecipientNumber: field(),
    CallerId: field(),
  });

/** What Twilio reports of a browser's line: that it is over. It does not say of which call. */
export const BrowserReport = () =>
  v.object({
    From: client(),
    CallSid: v.string(),
    CallStatus: field(),
    CallDuration: field(),
    SipResponseCode: field(),
    Timestamp: field(),
  });

const THE_CALL = 'Send the id of the call.';
const theCall = () => v.pipe(v.string(THE_CALL), v.regex(CALL_ID, THE_CALL));

/** Input of /taskrouter/reject. */
export const RejectOffer = () => v.object({ callId: theCall() });

const WORD = 'Send one of the dispositions that /page-config lists, or leave it out.';
const NOTES = 'Send at most 1000 characters, or leave it out.';

/** Input of /taskrouter/complete. */
export const CompleteCall = () =>
  v.object({
    callId: theCall(),
    disposition: v.optional(v.pipe(v.string(WORD), v.trim(), v.regex(DISPOSITION, WORD))),
    notes: v.optional(v.pipe(v.string(NOTES), v.trim(), v.maxLength(1000, NOTES))),
  });

const sidOf = (kind: string) => v.pipe(v.string(), v.regex(new RegExp(`^${kind}[0-9a-f]{32}$`, 'i')));

/**
 * What TaskRouter asks when it offers a task to a worker.
 * https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks
 */
export const Assignment = () =>
  v.object({
    WorkspaceSid: v.string(),
    TaskSid: sidOf('WT'),
    ReservationSid: sidOf('WR'),
    WorkerSid: sidOf('WK'),
    TaskAttributes: v.optional(v.string(), ''),
    WorkerAttributes: v.optional(v.string(), ''),
    /** Seconds. */
    TaskAge: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))),
    TaskPriority: v.fallback(
      v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))),
      undefined,
    ),
  });

/** What Twilio asks when the agent's line was answered: in a browser at once, on a phone with the key. */
export const OfferAnswered = () =>
  v.object({
    ...ref(),

    CallSid: v.string(),
    Digits: field(),
    /** Of a message: it was played. */
    step: v.optional(v.picklist(['heard', 'consulted'])),
  });

/** What Twilio asks when the conference is over for a caller. */
export const AfterTalk = () =>
  v.object({
    ...ref(),
    CallSid: v.string(),
    CallStatus: field(),
    Digits: field(),
    again: v.optional(v.literal('1')),
    reason: v.optional(v.picklist(['sales', 'support'])),
    language: v.optional(v.picklist(['en', 'es'])),
  });
