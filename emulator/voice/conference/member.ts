import { type Core, Interrupted, nested } from '../core';
import type { Leg } from '../leg';
import type { ParticipantRecord, ParticipantSettings, Target } from '../model';
import { TwimlFailure } from '../twiml/failure';
import { runProgram } from '../twiml/interpreter';
import type { Scene, Stage } from '../twiml/scene';
import type { Room } from './room';
import type { Tune } from './rules';

/** Twilio's own music, and what plays on hold unless a URL says otherwise. https://www.twilio.com/docs/voice/twiml/conference#attributes-waiturl */
export const DEFAULT_MUSIC = 'https://s3.amazonaws.com/com.twilio.sounds.music/index.xml';

/** Why it is over for a participant. */
export type Departure = 'kicked' | 'ended' | 'wait-failed';

/** One participant while it lasts: its call, what plays to it, and how it is let go. */
export class Member {
  readonly record: ParticipantRecord;
  wait: Target | null | undefined;
  holdMusic: Target | undefined;
  /** Called when it is over for a connected participant, other than by its own call's end. */
  release: (how: Departure) => void = () => undefined;
  #tune: Tune = 'people';
  #music: { abort: () => void } | undefined;
  #lasting = new AbortController();

  constructor(
    readonly room: Room,
    readonly leg: Leg,
    settings: ParticipantSettings,
  ) {
    const now = room.core.kernel.clock.now();
    const { wait, ...rest } = settings;
    this.wait = wait;
    this.record = {
      ...rest,
      conferenceSid: room.record.sid,
      callSid: leg.callSid,
      status: 'queued',
      dateCreated: now,
      dateUpdated: now,
    };
  }

  get connected(): boolean {
    return this.record.status === 'connected';
  }

  /** Whether those inside hear that this leg is being rung. */
  get audiblyRinging(): boolean {
    return this.record.status === 'ringing' && this.record.earlyMedia;
  }

  /** Aborts when the participant is gone. */
  get signal(): AbortSignal {
    return this.#lasting.signal;
  }

  /** How a person calls this participant: by its label, else by its number. */
  get name(): string {
    return this.record.label ?? (this.leg.direction === 'inbound' ? this.leg.from : this.leg.to);
  }

  /** Plays what `tune` says, or lets people be heard. `again` starts over where the music has changed. */
  play(tune: Tune, again = false): void {
    if (tune === this.#tune && !again) return;
    const before = this.#tune;
    this.#tune = tune;
    this.#music?.abort();
    this.#music = undefined;
    if (before !== 'people') this.leg.hush();
    if (tune === 'ringing') this.leg.hear({ kind: 'tone', name: 'ringing' });
    if (tune === 'waiting') this.#start(this.wait, 'wait');
    if (tune === 'hold') this.#start(this.holdMusic, 'hold');
  }

  /** Runs a restricted program for this participant alone. Rejects as `runProgram` does. */
  async run(purpose: 'wait' | 'announcement', target: Target, signal: AbortSignal): Promise<void> {
    await runProgram(sceneOf(this.room, purpose, this.leg, signal, this.leg), { url: target });
  }

  /** The participant is gone: nothing plays any more. */
  stop(): void {
    this.#music?.abort();
    this.#music = undefined;
    this.#lasting.abort();
    if (this.#tune !== 'people') this.leg.hush();
  }

  #start(target: Target | null | undefined, why: 'wait' | 'hold'): void {
    if (target === null) return;
    if (target === undefined) {
      this.leg.hear({ kind: 'music', url: DEFAULT_MUSIC });
      return;
    }
    const music = nested(this.signal);
    this.#music = music;
    this.run('wait', target, music.signal).catch((error: unknown) => {
      if (error instanceof Interrupted) return;
      if (!(error instanceof TwimlFailure)) throw error;
      // Twilio: a waitUrl that fails keeps the conference from being established for this participant.
      if (why === 'hold') return;
      this.room.leave(this, 'participant_add_failed');
      this.release('wait-failed');
    });
  }
}

/** The scene of a program that plays into a conference. */
export function sceneOf(
  room: Room,
  purpose: 'wait' | 'announcement',
  stage: Stage,
  signal: AbortSignal,
  leg?: Leg,
): Scene {
  const { core, record }: { core: Core; record: Room['record'] } = room;
  return {
    core,
    purpose,
    stage,
    signal,
    conferenceSid: record.sid,
    ...(leg ? { leg } : {}),
    params: () => ({
      AccountSid: core.kernel.account.sid,
      ConferenceSid: record.sid,
      FriendlyName: record.friendlyName,
      ...(leg ? { CallSid: leg.callSid, From: leg.from, To: leg.to } : {}),
    }),
  };
}
