import * as v from 'valibot';

// A caller is on the line while these are read: what can be done without is never refused, only left out.

const LONGEST = 200;

const text = () => v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.maxLength(LONGEST)), ''), '');
const count = () =>
  v.fallback(
    v.optional(
      v.pipe(v.string(), v.regex(/^\d{1,9}(\.\d+)?$/), v.transform(Number), v.transform(Math.floor)),
    ),
    undefined,
  );
const known = <const T extends string>(...values: T[]) =>
  v.fallback(v.optional(v.picklist(values)), undefined);

const language = () => known('en', 'es');
const flag = () =>
  v.pipe(
    known('1'),
    v.transform((value) => value === '1'),
  );
const CONTACT = /^(client:[a-z2-7]{20}|\+[1-9]\d{6,14})$/;

/** What Twilio tells of every call. https://www.twilio.com/docs/voice/twiml#request-parameters */
const call = () => ({ CallSid: v.string(), From: text(), To: text() });

/** Input of /voice/inbound. */
export const InboundCall = () => v.object(call());

/** Input of /voice/menu; without `language` the key chose it. */
export const MenuKey = () =>
  v.object({ ...call(), Digits: text(), language: language(), times: count(), silent: count() });

/** Input of /voice/queue. */
export const QueueCall = () =>
  v.object({
    ...call(),
    language: language(),
    reason: known('sales', 'support'),
    returned: flag(),
    transferred: flag(),
    contactUri: v.fallback(v.optional(v.pipe(v.string(), v.regex(CONTACT))), undefined),
  });

/** Input of /voice/left. https://www.twilio.com/docs/voice/twiml/enqueue#action */
export const LeftQueue = () =>
  v.object({ QueueResult: text(), language: language(), reason: known('sales', 'support') });

/** What is known of a caller who waits: by Twilio, and by our address. */
const waiting = () => ({
  CallSid: text(),
  From: text(),
  /** Seconds. */
  QueueTime: count(),
  language: language(),
  greeted: flag(),
  /** They were to be called: they have that place. */
  keeps: flag(),
  said: count(),
  position: count(),
  minutes: count(),
  offered: count(),
});

/** Input of /voice/wait. https://www.twilio.com/docs/voice/twiml/enqueue#waiturl */
export const Waiting = () => v.object({ ...waiting(), gone: flag() });

const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * Input of /voice/callback: a key that was pressed in the queue (`choose`), that the number is right (`confirm`), or
 * another number (`number`).
 */
export const CallbackKeys = () =>
  v.object({
    ...waiting(),
    Digits: text(),
    step: v.fallback(v.optional(v.picklist(['choose', 'confirm', 'number']), 'choose'), 'choose'),
    /** The number they have typed, E.164; absent: the one they call from. */
    number: v.fallback(v.optional(v.pipe(v.string(), v.regex(E164))), undefined),
    /** How often it was tried. */
    times: count(),
  });

/** Input of /voice/voicemail: asks for a message, or thanks for it. */
export const Voicemail = () =>
  v.object({ language: language(), reason: known('sales', 'support'), done: flag() });

const sid = (kind: string) => v.pipe(v.string(), v.regex(new RegExp(`^${kind}[0-9a-f]{32}$`, 'i')));

/**
 * Input of /voice/voicemail/left: Twilio has kept a recording.
 * https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback
 */
export const MessageLeft = () =>
  v.object({
    CallSid: sid('CA'),
    RecordingSid: sid('RE'),
    RecordingStatus: text(),
    RecordingStartTime: text(),
    /** Seconds. */
    RecordingDuration: count(),
    language: language(),
    reason: known('sales', 'support'),
  });

// What a Studio flow sends. It takes its way for failures when something is wrong, so here everything is checked.

const LANGUAGE = 'Send en or es, or leave it out.';
const CALL = 'Send the SID of the call: {{trigger.call.CallSid}}.';
const KEY = 'Send the key that was pressed, 0, 1 or 2; nothing for whoever is free.';
const REASON = 'Send sales or support, or leave it out.';
const NUMBER = 'Send it as the trigger tells it, at most 200 characters.';

/** Liquid makes of an unknown variable an empty text. */
const blankable = <T extends v.GenericSchema<string | undefined, unknown>>(fix: string, schema: T) =>
  v.pipe(
    v.optional(v.union([v.string(), v.number()], fix)),
    v.transform((value) => (value === undefined || String(value).trim() === '' ? undefined : String(value))),
    schema,
  );
const oneOf = <const T extends string>(fix: string, ...values: T[]) =>
  blankable(fix, v.optional(v.picklist(values, fix)));
const spoken = () => oneOf(LANGUAGE, 'en', 'es');
const callSid = () => v.pipe(v.string(CALL), v.regex(/^CA[0-9a-f]{32}$/i, CALL));
const party = () => blankable(NUMBER, v.optional(v.pipe(v.string(), v.maxLength(LONGEST, NUMBER))));

/** Input of /ivr/hours. */
export const HoursQuestion = () => v.object({ language: spoken() });

/** Input of /ivr/position. */
export const PositionQuestion = () => v.object({ callSid: callSid(), language: spoken() });

/** Input of /ivr/task. */
export const TaskQuestion = () =>
  v.object({
    CallSid: callSid(),
    From: party(),
    To: party(),
    Digits: oneOf(KEY, '0', '1', '2'),
    reason: oneOf(REASON, 'sales', 'support'),
    language: spoken(),
  });
