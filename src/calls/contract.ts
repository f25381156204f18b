/** Where a call is, in the order in which a call that goes well passes through. */
export type Phase =
  /** Claimed; Twilio has not rung the agent yet. */
  | 'starting'
  | 'agent-ringing'
  /** The agent is asked to press a key. */
  | 'agent-answered'
  /** A key was pressed; the customer's phone is being reached. */
  | 'dialling'
  | 'customer-ringing'
  /** Both, or the agent and the customer's voicemail, are in the conference. */
  | 'connected'
  /** Somebody has left; what is left is being ended. */
  | 'ending'
  | 'ended';

/** Why a call ended, or is ending. Keys for the page's texts. */
export type Reason =
  | 'agent_hung_up'
  | 'customer_hung_up'
  | 'customer_busy'
  | 'customer_rejected'
  | 'customer_no_answer'
  | 'customer_unreachable'
  /** A machine answered and policy is to hang up. */
  | 'customer_voicemail'
  | 'agent_busy'
  | 'agent_no_answer'
  /** Also: the browser that was to call never came onto the line. */
  | 'agent_unreachable'
  /** Somebody, or the agent's voicemail, answered but pressed no key: the customer was not dialled. */
  | 'agent_pressed_nothing'
  | 'ended_in_page'
  /** Of a call that came in: the agent did not want it. */
  | 'offer_declined'
  /** Of a call that came in: it was taken back before the agent took it. */
  | 'offer_withdrawn'
  /** Of a call that came in: the agent's browser was lost in the middle of it. */
  | 'agent_lost'
  /** The agent has transferred the customer. */
  | 'transferred'
  /** MAX_LIVE_CALLS were under way. */
  | 'cap_reached'
  | 'system_error';

/** What came of a call, for lists and statistics. */
export type Outcome =
  | 'talked'
  | 'voicemail'
  /** The customer was dialled and not reached. */
  | 'not_reached'
  /** The customer was never dialled. */
  | 'not_dialled'
  /** Of a call that came in: the agent did not take it; it was offered to the next one. */
  | 'missed'
  /** Of a call that came in: the caller had gone before the agent took it. */
  | 'abandoned'
  /** A colleague has talked with the agent, and kept the customer. */
  | 'consulted'
  | 'failed';

/** Who ended it. */
export type EndedBy = 'agent' | 'customer' | 'supervisor' | 'system';

/** The state of one person's phone line, as Twilio names it. */
export type LegStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'canceled'
  | 'no-answer'
  | 'busy'
  | 'failed'
  | 'completed';

/** One line of a call. Times are ISO 8601. */
export interface LegView {
  label: 'agent' | 'customer' | 'guest' | 'supervisor';
  /** Of a guest or a supervisor: their id, for /calls/remove and the like. */
  participant?: string;
  /**
   * E.164; of an agent in a browser `client:` and their id. The agent may see whom they call; a colleague's and a
   * supervisor's own number is masked.
   */
  number: string;
  /** Of a colleague or a supervisor: their e-mail address, cut when it is long. */
  name?: string;
  /** Absent until Twilio has a call for it. */
  status?: LegStatus;
  callSid?: string;
  ringingAt?: string;
  answeredAt?: string;
  endedAt?: string;
  /** In the conference now: hears and is heard, but for what follows. */
  present: boolean;
  /** On hold: hears music, and nobody hears them. */
  held?: true;
  /** Since when; absent when that was not heard, or a moment later. */
  heldSince?: string;
  /** Nobody hears them. */
  muted?: true;
}

/** How a supervisor takes part: unheard, heard by the agent alone, or by everybody. */
export type SupervisionMode = 'listen' | 'whisper' | 'barge';

/** The supervision of a call that goes on. */
export interface SupervisionView {
  /** The supervisor's e-mail address, cut when it is long. */
  by: string;
  /** Who hears them now; before they have come in (their leg is not `present`), as what they come in. */
  mode: SupervisionMode;
  /** What they have asked for, until it is so. */
  next?: SupervisionMode;
  /** ISO 8601. */
  since: string;
}

/** One change of a supervision. */
export interface SupervisedView {
  /** ISO 8601. */
  at: string;
  /** The supervisor's e-mail address, cut when it is long. */
  by: string;
  mode: SupervisionMode | 'stop';
}

/** Where a transfer is. `ringing`: the colleague is asked, or the number is called, and the customer hears music. */
export type TransferPhase = 'ringing' | 'consulting' | 'done' | 'canceled' | 'failed';

/** The last transfer of a call. */
export interface TransferView {
  /** `cold`: whoever takes it has the customer at once; `warm`: the agent talks with them first. */
  kind: 'cold' | 'warm';
  target: 'colleague' | 'queue' | 'number';
  /** A colleague's e-mail address, cut when it is long; a queue's name; a number, E.164. */
  to: string;
  /** The guest who is called or consulted, once they have a place in this call. */
  participant?: string;
  phase: TransferPhase;
  /** Whom the agent talks with while `consulting`. */
  with?: 'customer' | 'target' | 'all';
  /** Why it `failed`. */
  reason?: 'declined' | 'no_answer' | 'busy' | 'unreachable' | 'left';
  /** ISO 8601: when it was asked for. */
  since: string;
}

/** The recording that goes on. */
export interface RecordingView {
  state: 'starting' | 'on' | 'paused';
  /** In this state since, ISO 8601. */
  since: string;
  /** Of one that is paused: when it goes on by itself. ISO 8601. */
  resumesAt?: string;
}

/** One recording of a call. */
export interface RecordedView {
  /** `RE…` */
  id: string;
  /** ISO 8601. */
  startedAt: string;
  /** Whole seconds, once it is over. */
  seconds?: number;
  /** Can be played. */
  ready?: true;
  /** Was deleted by policy. */
  deleted?: true;
}

/** Who did what to a recording. */
export interface RecordingMark {
  /** ISO 8601. */
  at: string;
  /** An e-mail address, cut when it is long; absent: policy, or the end of a pause that was forgotten. */
  by?: string;
  what: 'start' | 'pause' | 'resume' | 'stop';
}

/** What a call that came in is about. Times are ISO 8601. */
export interface OfferView {
  /** `WT…` and `WR…` */
  task: string;
  reservation: string;
  /** What the caller chose in the menu. */
  reason?: 'sales' | 'support';
  /** What the caller speaks. */
  language?: 'en' | 'es';
  /** The caller's, if known. */
  name?: string;
  /** When they began to wait. */
  queuedAt: string;
  /** Until when it can be taken. */
  answerBy: string;
  /** Meant for this agent alone. */
  direct?: true;
  /** The caller had lost their agent and waits again. */
  returned?: true;
  /** A colleague asks to take the customer over: their e-mail address, cut when it is long. */
  transfer?: {
    by: string;
    kind: 'cold' | 'warm';
    /** They have said yes, and talk with the colleague, in the colleague's call; the customer comes later. */
    consulting?: true;
  };
  /** Nobody is on the line: the customer wants to be called. Which attempt this is, and how many there are. */
  callback?: { attempt: number; of: number };
  /** The customer has left a message. */
  message?: { id: string; seconds: number };
}

/** The note after a call. */
export interface WrapUpView {
  /** One of those of /page-config, by what the call was about; since then they may have changed. */
  disposition?: string;
  notes?: string;
  /** When it was handed in, or ran out. ISO 8601; absent: still to be written. */
  doneAt?: string;
}

/** A call as a page draws it. Times are ISO 8601. */
export interface CallView {
  /** Sorts by the time of its start. */
  id: string;
  /** Who called whom: `inbound`, a customer called us. */
  direction: 'outbound' | 'inbound';
  /** What the agent talks through. */
  kind: 'phone' | 'browser';
  phase: Phase;
  /** What the agent called this conversation (`ConferenceName`). */
  label?: string;
  /** The customer's number, E.164; of a call that came in without one, empty. */
  recipient: string;
  /** The agent's, the customer's, then those of guests and of a supervisor: of each place the last who had it. */
  legs: [LegView, LegView, ...LegView[]];
  /** While a supervisor is in the call, or on the way in. */
  supervision?: SupervisionView;
  /** How supervisors took part, in order; the last eight changes. */
  supervised?: SupervisedView[];
  /** The last transfer, under way or over. */
  transfer?: TransferView;
  /** While the call is recorded. */
  recording?: RecordingView;
  /** Recordings, in order; the last four. */
  recordings?: RecordedView[];
  /** Who did what to them, in order; the last eight. */
  recordingMarks?: RecordingMark[];
  conferenceSid?: string;
  startedAt: string;
  /** When the agent pressed a key, or in a browser came onto the line. */
  dialledAt?: string;
  /** Since when both are on the line. */
  connectedAt?: string;
  endedAt?: string;
  /** How long both were on the line, whole seconds; only when ended. */
  talkSeconds?: number;
  /** A machine answered the customer's phone (with VOICEMAIL_DETECTION). */
  voicemail: boolean;
  /** From the phase `ending` on. */
  reason?: Reason;
  endedBy?: EndedBy;
  outcome?: Outcome;
  /** Of a call that came in: what it is about. */
  offer?: OfferView;
  /** The note after it: of a call that came in, was taken and has ended; of others that ended, if one was written. */
  wrapUp?: WrapUpView;
}

/** What a supervisor sees of a live call: an item of the map `floor`, key = call id. */
export interface FloorItem {
  /** Agent id. */
  agent: string;
  email: string;
  /** Customer's number, masked. */
  to: string;
  /** Milliseconds since the epoch. */
  since: number;
  phase: Phase;
  direction?: 'inbound';
  /** Who supervises it (an e-mail address, cut when it is long), and how. */
  supervised?: { by: string; mode: SupervisionMode };
  /** The customer is on hold, and since when, if that was heard; milliseconds since the epoch. */
  held?: true;
  heldSince?: number;
  recording?: 'on' | 'paused';
}

/**
 * `data` of /phone-to-phone/start, /voice/start and /calls/hangup. After /voice/start the page calls Twilio with
 * `device.connect({ params: { callId: call.id } })` while the agent's line has no `callSid` yet, within 15 s.
 */
export interface CallAnswer {
  call: CallView;
}

/**
 * `data` of /voice/hold/start, /voice/hold/stop, /voice/mute, /voice/dtmf, /calls/add, /calls/remove, /calls/announce and
 * /supervise/…. What Twilio answered is in it already; the live call in Sync follows a moment later.
 */
export interface ControlAnswer extends CallAnswer {
  /** The guest or supervisor who was called, or whom it was about. */
  participant?: string;
}

/** `data` of /voice/recordings/link. */
export interface RecordingLink {
  /** Where the sound is, from the origin of the functions on: `/voice/recordings/play?token=…`. Knows `Range`. */
  url: string;
  /** Until when it can be fetched, ISO 8601. Then ask for another one. */
  expiresAt: string;
}

/** `data` of /taskrouter/reject and /taskrouter/complete. */
export type OfferAnswer = CallAnswer;

/** `data` of /calls/state: null when there is no call. */
export interface StateAnswer {
  call: CallView | null;
}

/** `data` of /calls/history, newest first. `next` continues it; absent at the end. */
export interface HistoryAnswer {
  calls: CallView[];
  next?: string;
}

export type { CallItem, CoolDown } from './items';
/**
 * What the items of the Sync map `calls.<agent>` hold: under the key `live` the call that goes on, or until when the
 * agent has to wait; under a call's id what became of it.
 */
export type { CallState, Facts, Label, LegFacts, Offer, RoomFacts } from './state/facts';
