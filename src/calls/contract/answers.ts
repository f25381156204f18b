import type { CallView } from './call';

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
