/** A method Twilio may use to reach a URL of the project. */
export type Method = 'GET' | 'POST';

/**
 * Where a call stands. `initiated` is a callback event only: REST shows such a call as `queued`.
 * https://www.twilio.com/docs/voice/api/call-resource#call-status-values
 */
export type CallStatus = 'queued' | 'initiated' | 'ringing' | 'in-progress' | FinalStatus;
export type FinalStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';
export type Direction = 'inbound' | 'outbound-api' | 'outbound-dial';

const FINAL: readonly string[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

/** Whether nothing can follow this status. */
export const isFinal = (status: CallStatus): status is FinalStatus => FINAL.includes(status);

/** The moments of a call a project can ask to hear of. */
export const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

/** Where to send the events of a call or a conference, and which of them. */
export interface Subscription<Event extends string> {
  url: string;
  method: Method;
  events: Event[];
}

/** A page of the project that answers with TwiML. */
export interface Target {
  url: string;
  method: Method;
}

/** One call of the account, as kept in the store (`voice.calls`). Times are milliseconds of emulated time. */
export interface CallRecord {
  sid: string;
  parentCallSid: string | null;
  from: string;
  to: string;
  direction: Direction;
  status: CallStatus;
  /** The owned number it came in on or was made from. */
  phoneNumberSid: string | null;
  dateCreated: number;
  dateUpdated: number;
  /** When dialling began; when it was answered, once it was. */
  startTime: number | null;
  answeredTime: number | null;
  endTime: number | null;
  /** What answering machine detection found. */
  answeredBy: string | null;
  /** The answer's SIP code, once over. https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
  sipCode: number | null;
  /** Waiting for its turn under the account's calls per second, in milliseconds. */
  queueTime: number;
  statusCallback: Subscription<CallEvent> | null;
  /** The SequenceNumber of the next status callback. */
  sequence: number;
}

/** The conference events a project can ask for. https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event */
export const CONFERENCE_EVENTS = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const;
export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number];

export type ReasonConferenceEnded =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-kicked'
  | 'last-participant-left';

/** One conference, as kept in the store (`voice.conferences`). */
export interface ConferenceRecord {
  sid: string;
  friendlyName: string;
  status: 'init' | 'in-progress' | 'completed';
  region: string;
  dateCreated: number;
  dateUpdated: number;
  reasonConferenceEnded: ReasonConferenceEnded | null;
  callSidEndingConference: string | null;
  maxParticipants: number;
  /** Set once, by the participant that brings the conference into being. */
  statusCallback: Subscription<ConferenceEvent> | null;
  sequence: number;
}

export type Beep = 'true' | 'false' | 'onEnter' | 'onExit';

/** How a participant wants to take part; the same for TwiML and REST. */
export interface ParticipantSettings {
  label: string | null;
  muted: boolean;
  hold: boolean;
  beep: Beep;
  startConferenceOnEnter: boolean;
  endConferenceOnExit: boolean;
  coaching: boolean;
  callSidToCoach: string | null;
  /** What plays until the conference starts: undefined is Twilio's own music, null is silence. */
  wait: Target | null | undefined;
  /** Whether those inside hear the state of this leg while it is being dialled. */
  earlyMedia: boolean;
}

/** One participant, as kept in the store (`voice.participants`) while its conference lasts and its call lives. */
export interface ParticipantRecord extends Omit<ParticipantSettings, 'wait'> {
  conferenceSid: string;
  callSid: string;
  status: 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed';
  dateCreated: number;
  dateUpdated: number;
}

/** How the account answers the calls to a number or a TwiML application. */
export interface VoiceSettings {
  voiceUrl: string;
  voiceMethod: Method;
  voiceFallbackUrl: string;
  voiceFallbackMethod: Method;
  statusCallback: string;
  statusCallbackMethod: Method;
  voiceCallerIdLookup: boolean;
  smsUrl: string;
  smsMethod: Method;
  smsFallbackUrl: string;
  smsFallbackMethod: Method;
}

/** A number the account owns (`voice.numbers`). */
export interface NumberRecord extends VoiceSettings {
  sid: string;
  phoneNumber: string;
  friendlyName: string;
  voiceApplicationSid: string;
  smsApplicationSid: string;
  dateCreated: number;
  dateUpdated: number;
}

/** A TwiML application (`voice.applications`). */
export interface ApplicationRecord extends VoiceSettings {
  sid: string;
  friendlyName: string;
  smsStatusCallback: string;
  messageStatusCallback: string;
  publicApplicationConnectEnabled: boolean;
  dateCreated: number;
  dateUpdated: number;
}

/** A number of somebody else that the account may show as caller (`voice.callerIds`). */
export interface CallerIdRecord {
  sid: string;
  phoneNumber: string;
  friendlyName: string;
  dateCreated: number;
  dateUpdated: number;
}

/** A queue of callers, as kept in the store (`voice.queues`). https://www.twilio.com/docs/voice/api/queue-resource */
export interface QueueRecord {
  sid: string;
  /** What a person calls it; the SID of the workflow where TaskRouter routes its callers. */
  friendlyName: string;
  maxSize: number;
  dateCreated: number;
  dateUpdated: number;
}

/** A caller who waits, as kept in the store (`voice.queue-members`) by call SID. */
export interface QueueMemberRecord {
  callSid: string;
  queueSid: string;
  dateEnqueued: number;
  /** The task that stands for the call, where TaskRouter routes it. */
  taskSid: string | null;
}
