import type { Sound } from '../device';
import type { Samples } from './frame';
import { encodeMulaw } from './mulaw';
import { channelsOf, secondsOf } from './playback';
import { encodeWav } from './wav';

/** Something on a tape, in milliseconds since it began: a sound by its description, or what was spoken (µ-law, base64). */
export type Piece = { at: number } & ({ codes: string } | { sound: Sound });

/** A stretch that is not to be heard: left out, or silent. Milliseconds since the tape began; null while it lasts. */
export interface Pause {
  from: number;
  to: number | null;
  skip: boolean;
}

/** A tape as it is kept: plain JSON. Times are milliseconds of emulated time. */
export interface TapeRecord {
  begun: number;
  ended: number | null;
  channels: Piece[][];
  pauses: Pause[];
}

/** A tape with nothing on it yet. */
export const blankTape = (channels: 1 | 2, now: number): TapeRecord => ({
  begun: now,
  ended: null,
  channels: Array.from({ length: channels }, () => []),
  pauses: [],
});

/**
 * A recording in the making, one or two channels. What is spoken and played is put down at the emulated time at which it
 * happened and made into samples only when the file is asked for (`playback.ts`); so time that a test skips costs nothing
 * and is silence. What begins to be spoken during a pause is never put down; what goes on through one, such as music, is,
 * and is not heard in it.
 */
export class Tape {
  /** `now` is emulated time in milliseconds. */
  constructor(
    channels: 1 | 2,
    private readonly now: () => number,
    readonly record: TapeRecord = blankTape(channels, now()),
  ) {}

  /** Somebody spoke into a real microphone. */
  speak(channel: number, frame: Samples): void {
    if (!this.paused) this.#put(channel, { codes: encodeMulaw(frame).toString('base64') });
  }

  /** Something was said by a caption, or played. */
  hear(channel: number, sound: Sound): void {
    const isOf = sound.kind === 'voice' || (sound.kind === 'tone' && sound.name === 'dtmf');
    if (!isOf || !this.paused) this.#put(channel, { sound });
  }

  get paused(): boolean {
    return this.record.pauses.at(-1)?.to === null;
  }

  /** Nothing is recorded until `resume`; the time that passes is silence, or left out. */
  pause(skip = false): void {
    if (!this.paused && this.record.ended === null)
      this.record.pauses.push({ from: this.#at, to: null, skip });
  }

  resume(): void {
    const last = this.record.pauses.at(-1);
    if (last && this.record.ended === null) last.to ??= this.#at;
  }

  /** The recording is over. */
  stop(): void {
    this.record.ended ??= this.now();
  }

  get seconds(): number {
    return secondsOf(this.record, this.now());
  }

  /** The recording as a WAV file; with one channel, what was heard together. */
  wav(): Buffer {
    return encodeWav(channelsOf(this.record, this.now()));
  }

  get #at(): number {
    return this.now() - this.record.begun;
  }

  #put(channel: number, piece: { codes: string } | { sound: Sound }): void {
    if (this.record.ended === null) this.record.channels[channel]?.push({ at: this.#at, ...piece });
  }
}
