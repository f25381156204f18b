import type { EndedBy, Outcome, Phase, Reason } from './course';
import type { LegView, SupervisedView, SupervisionMode, SupervisionView } from './legs';
import type { OfferView, WrapUpView } from './offer';
import type { RecordedView, RecordingMark, RecordingView } from './recording';
import type { TransferView } from './transfer';

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
