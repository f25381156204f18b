import type { CallEnd } from './audio';

/**
 * What stands at the far end of a leg. The voice engine knows only this: a handset (phones/) is one, a browser client
 * will be another.
 */
export interface Device {
  /** E.164 (`+14155550100`) or `client:<identity>`. */
  readonly address: string;
  /** A call comes in and rings. The device answers or refuses through `leg`, now or later. */
  invite(leg: DeviceLeg): void;
  /**
   * The leg is over, whoever ended it: the caller gave up while it rang, either end hung up or refused, or Twilio ended
   * it. Told once.
   */
  ended(callSid: string, why: LegEnd): void;
  /** The person at the device hears this. */
  hear(callSid: string, sound: Sound): void;
  /** What was playing to the person stops: speech cut short by a key, music that gives way to people. */
  hush?(callSid: string): void;
  /**
   * Present where the leg is now, for display: with TwiML, in a conference (and held or muted there), or connected to one
   * other party. Told first when the leg is answered.
   */
  placed?(callSid: string, place: Place): void;
}

export type LegEnd = 'canceled' | 'completed' | 'busy' | 'no-answer' | 'failed';

/**
 * Why a device refuses a ringing call: the person pressed "decline", or the line is in use, both of which Twilio reports
 * as busy; or nobody is there (a browser client that is not registered), which is no answer.
 */
export type Refusal = 'declined' | 'busy' | 'unavailable';

/** The handle a device holds on one of its calls. Every method is harmless when the call is past that point. */
export interface DeviceLeg {
  readonly callSid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  readonly from: string;
  readonly to: string;
  /** What the caller's side sends along to a browser client: custom parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Picks up. `as` tells the engine what picked up, for answering machine detection; default a person. */
  answer(as?: 'human' | 'machine'): void;
  refuse(how: Refusal): void;
  hangup(): void;
  /** Keys `0-9*#`, and `w` for a pause of half a second. */
  press(digits: string): void;
  /** Speech: heard by the others in the conference, or by a Gather that listens to speech. */
  say(text: string): void;
}

/** What a device can hear. Audio will be attached to these; the caption is what a person reads. */
export type Sound =
  | { kind: 'speech'; text: string; language?: string; voice?: string; seconds: number }
  | { kind: 'play'; url: string; loop: number }
  | { kind: 'tone'; name: 'ringing' | 'busy' | 'beep' | 'record-beep' | 'dtmf'; digits?: string }
  | { kind: 'music'; url: string }
  | { kind: 'silence'; seconds: number }
  /** Another person on the line spoke. `label` is that participant's label, `from` their address. */
  | { kind: 'voice'; text: string; from: string; label?: string };

export type Place =
  | { kind: 'twiml' }
  /** In a plain two-party call, with the other's address. */
  | { kind: 'call'; with: string }
  | {
      kind: 'conference';
      conferenceSid: string;
      name: string;
      label?: string;
      muted: boolean;
      hold: boolean;
    };

/** Where the engine finds devices. `undefined` means the number does not exist: the call fails. */
export interface DeviceDirectory {
  find(address: string): Device | undefined;
}

/** What the voice engine offers to devices and to the control API. */
export interface VoiceEngine {
  /** A device calls `to` (a number of the account rings its webhook; another device rings). Returns the new leg. */
  placeCall(from: Device, to: string): DeviceLeg;
  /** Ends every live call at once, without webhooks (reset, restore, stop). */
  endAll(): void;
}

/** What the engine offers to browser clients beside that. */
export interface ClientEngine extends VoiceEngine {
  /**
   * A client calls: the TwiML application's voice URL decides what becomes of it. `parameters` are what the browser sent;
   * they reach the voice URL, but none of them stands in for what Twilio itself says there. Undefined when there is no
   * such application.
   */
  callApplication(
    from: Device,
    applicationSid: string,
    parameters: Record<string, string>,
  ): DeviceLeg | undefined;
  /** Whom one end of a call hears now; see `AudioHub`. */
  heardBy(end: CallEnd): CallEnd[];
}
