import type { Clock } from '../clock';
import type { Timeline } from '../timeline';
import type { Device, DeviceLeg, LegEnd } from '../voice/device';
import type { Behaviour } from './behaviour';
import type { Caption, Deed } from './captions';

/** What a handset needs of its surroundings. */
export interface HandsetWorld {
  clock: Clock;
  timeline: Timeline;
  /** Read when a call comes in, so that a change holds from the next call on. */
  behaviour(): Behaviour;
  /** Places a call from this handset. */
  place(from: Device, to: string): DeviceLeg;
  /** Something that a view shows has changed. */
  changed(): void;
}

/** A handset as the control API and the phones page show it. Times are emulated time, ISO 8601. */
export interface HandsetView {
  number: string;
  name: string | null;
  state: 'idle' | 'ringing' | 'in-call';
  /** The call it is on, else null. */
  callSid: string | null;
  direction: 'incoming' | 'outgoing' | null;
  /** Who called, or who was called. */
  peer: string | null;
  /** Since when it has been ringing or in the call. */
  since: string | null;
  /** The conference it is in, else null. */
  conference: { sid: string; name: string; label: string | null; muted: boolean; hold: boolean } | null;
  /** What was heard in this call, or in the last one while the handset is idle. */
  heard: Caption[];
  /** What the person did in the same call; `n` orders both lists. */
  did: Deed[];
  /** Every key pressed in the same call. */
  keys: string;
  /** How the last call ended, null before the first one has. */
  lastCall: { callSid: string; end: LegEnd; at: string } | null;
  behaviour: Behaviour;
}
