import type { LegStatus } from './course';

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
