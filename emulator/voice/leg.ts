import type { Timer } from '../clock';
import { type AudioListener, type CallEnd, endOf } from './audio';
import { notifyStatus } from './call-callbacks';
import type { Core } from './core';
import type { Device, DeviceLeg, LegEnd, Place, Refusal, Sound } from './device';
import { type CallRecord, type CallStatus, type FinalStatus, isFinal } from './model';
import { CallTimers, Occupation } from './occupation';

/** Who gets what the device does: the keys it presses, what is said into it. */
export interface Ear {
  key(key: string): void;
  speech(text: string): void;
}

/** Who wants to know how a call goes on. */
export interface LegWatcher {
  ringing?(): void;
  answered?(as: 'human' | 'machine'): void;
  ended?(status: FinalStatus, cause: EndCause): void;
}

/** Who ended a call: the person at the device, a REST request, or Twilio itself (TwiML, a limit). */
export type EndCause = 'device' | 'api' | 'twilio';

/** https://en.wikipedia.org/wiki/List_of_SIP_response_codes, as Twilio reports them in SipResponseCode. */
const SIP_CODE: Record<FinalStatus, number> = {
  completed: 200,
  busy: 486,
  'no-answer': 487,
  failed: 404,
  canceled: 487,
};

const REFUSED: Record<Refusal, FinalStatus> = { declined: 'busy', busy: 'busy', unavailable: 'no-answer' };

/** The most a call may last. https://www.twilio.com/docs/voice/api/call-resource (TimeLimit) */
export const LONGEST_CALL_SECONDS = 4 * 60 * 60;

/** A key `w` is a pause of half a second, `W` of a whole one. https://www.twilio.com/docs/voice/twiml/number#attributes-sendDigits */
const PAUSE_SECONDS: Record<string, number> = { w: 0.5, W: 1 };

/**
 * One live call: the device at its far end, its life cycle, and the one activity that has it (a TwiML program, a
 * conference, a bridge). Everything that happens to a call goes through here, so each rule of the life cycle stands once.
 */
export class Leg implements DeviceLeg {
  /** Who ended it, once it is over. */
  endedBy: EndCause | undefined;
  #watchers = new Set<LegWatcher>();
  #timers: CallTimers;
  #activity: Occupation;
  #ears: Ear[] = [];
  /** While `device.invite` runs: what the device already answered. */
  #inviting: { answer?: 'human' | 'machine'; refusal?: Refusal } | undefined;

  constructor(
    readonly core: Core,
    readonly record: CallRecord,
    readonly device: Device | undefined,
    readonly parameters: Readonly<Record<string, string>> = {},
  ) {
    this.#timers = new CallTimers(core.kernel.clock);
    this.#activity = new Occupation({
      done: () => this.end('completed', 'twilio'),
      failed: (error) =>
        core.kernel.timeline.violation(
          `The emulator failed on call ${this.callSid}: ${String(error)}`,
          { stack: error instanceof Error ? (error.stack ?? '') : '' },
          this.callSid,
        ),
    });
    core.legs.set(record.sid, this);
    core.calls.set(record.sid, record);
  }

  get callSid(): string {
    return this.record.sid;
  }

  get direction(): CallRecord['direction'] {
    return this.record.direction;
  }

  get from(): string {
    return this.record.from;
  }

  get to(): string {
    return this.record.to;
  }

  get answered(): boolean {
    return this.record.status === 'in-progress';
  }

  get over(): boolean {
    return isFinal(this.record.status);
  }

  /** Tells `watcher` of what follows; returns what ends that. */
  watch(watcher: LegWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Rings the device, for at most `timeout` seconds. A device that does not exist is a failed call. */
  dial(timeout: number): void {
    if (this.over) return;
    this.record.startTime = this.core.kernel.clock.now();
    this.#become('initiated');
    if (!this.device) {
      this.end('failed', 'twilio');
      return;
    }
    const reaction: { answer?: 'human' | 'machine'; refusal?: Refusal } = {};
    this.#inviting = reaction;
    this.device.invite(this);
    this.#inviting = undefined;
    if (reaction.refusal) {
      this.end(REFUSED[reaction.refusal], 'device');
      return;
    }
    this.#become('ringing');
    for (const watcher of [...this.#watchers]) watcher.ringing?.();
    this.after(timeout, () => {
      if (!this.answered) this.end('no-answer', 'twilio');
    });
    if (reaction.answer) this.answer(reaction.answer);
  }

  answer(as: 'human' | 'machine' = 'human'): void {
    if (this.#inviting) {
      this.#inviting.answer ??= as;
      return;
    }
    if (this.direction === 'inbound' || this.record.status !== 'ringing') return;
    this.#connect();
    for (const watcher of [...this.#watchers]) watcher.answered?.(as);
  }

  /** Twilio picks up an incoming call; harmless when it already has. */
  pickUp(): void {
    if (this.direction === 'inbound' && this.record.status === 'ringing') this.#connect();
  }

  refuse(how: Refusal): void {
    if (this.#inviting) {
      this.#inviting.refusal ??= how;
      return;
    }
    if (this.direction !== 'inbound' && !this.answered) this.end(REFUSED[how], 'device');
  }

  hangup(): void {
    if (this.answered) this.end('completed', 'device');
    else if (this.direction === 'inbound') this.end('no-answer', 'device');
    else this.refuse('declined');
  }

  press(digits: string): void {
    let wait = 0;
    for (const key of digits) {
      const pause = PAUSE_SECONDS[key];
      if (pause !== undefined) wait += pause;
      else if (wait === 0) this.#press(key);
      else this.after(wait, () => this.#press(key));
    }
  }

  #press(key: string): void {
    if (!this.answered) return;
    this.#audio((audio, end) => audio.pressed?.(end, key));
    this.#ear?.key(key);
  }

  say(text: string): void {
    if (!this.answered) return;
    this.#audio((audio, end) => audio.said?.(end, text));
    this.#ear?.speech(text);
  }

  /** Gives what the device does to `ear`, until the returned function is called; the latest ear has it. */
  listen(ear: Ear): () => void {
    this.#ears.push(ear);
    return () => {
      this.#ears = this.#ears.filter((other) => other !== ear);
    };
  }

  hear(sound: Sound): void {
    if (this.over) return;
    this.device?.hear(this.callSid, sound);
    this.#audio((audio, end) => audio.hear(end, sound));
  }

  /** Whatever plays to this device stops. */
  hush(): void {
    if (this.over) return;
    this.device?.hush?.(this.callSid);
    this.#audio((audio, end) => audio.hush(end));
  }

  place(place: Place): void {
    if (this.over) return;
    this.device?.placed?.(this.callSid, place);
    this.#audio((audio, end) => audio.placed(end, place));
  }

  /** A timer that ends with the call. */
  after(seconds: number, run: () => void): Timer {
    return this.#timers.after(seconds, run);
  }

  /**
   * Gives the call over to `activity`; what had it before is interrupted. When the activity comes to its end without
   * having been interrupted itself, Twilio hangs up.
   */
  occupy(activity: (signal: AbortSignal) => Promise<void>): void {
    this.#activity.stop();
    if (!this.over) this.#activity.start(activity);
  }

  /** Ends the call, once: later calls do nothing. */
  end(status: FinalStatus, cause: EndCause): void {
    if (this.over) return;
    this.endedBy = cause;
    this.#timers.clear();
    this.#inviting = undefined;
    const stop = this.#activity.leave();
    this.record.endTime = this.core.kernel.clock.now();
    this.record.sipCode = SIP_CODE[status];
    this.record.status = status;
    this.core.legs.delete(this.callSid);
    stop();
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher.ended?.(status, cause);
    this.#become(status);
    this.#audio((audio, end) => audio.over(end));
    this.device?.ended(this.callSid, status satisfies LegEnd);
  }

  /** Ends without a word to anybody: the emulator itself starts over. */
  forget(): void {
    this.#timers.clear();
    this.#watchers.clear();
    this.core.legs.delete(this.callSid);
    const status: FinalStatus = this.answered ? 'completed' : 'canceled';
    this.record.status = status;
    this.record.endTime = this.core.kernel.clock.now();
    this.#activity.stop();
    this.#audio((audio, end) => audio.over(end));
    this.device?.ended(this.callSid, status);
  }

  /** Writes down a change of the record. */
  save(): void {
    this.record.dateUpdated = this.core.kernel.clock.now();
    if (this.core.calls.has(this.callSid)) this.core.calls.set(this.callSid, this.record);
  }

  #audio(tell: (audio: AudioListener, end: CallEnd) => void): void {
    if (this.device) tell(this.core.audio, endOf(this.callSid, this.device));
  }

  get #ear(): Ear | undefined {
    return this.answered ? this.#ears.at(-1) : undefined;
  }

  #connect(): void {
    this.#timers.clear();
    this.record.answeredTime = this.core.kernel.clock.now();
    this.record.startTime = this.record.answeredTime;
    this.after(LONGEST_CALL_SECONDS, () => this.end('completed', 'twilio'));
    this.#become('in-progress');
    this.place({ kind: 'twiml' });
  }

  #become(status: CallStatus): void {
    this.record.status = status;
    this.save();
    this.core.kernel.timeline.add({
      kind: 'call',
      summary: `Call from ${this.from} to ${this.to} is ${status}`,
      callSid: this.callSid,
      data: { status, from: this.from, to: this.to, direction: this.direction },
    });
    notifyStatus(this.core, this.record);
  }
}
