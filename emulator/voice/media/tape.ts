import type { Sound } from '../device';
import { FRAME_SAMPLES, SAMPLE_RATE, type Samples } from './frame';
import { silence } from './line';
import { decodeMulaw, encodeMulaw } from './mulaw';
import { audible } from './sounds';
import { encodeWav } from './wav';

/** The longest recording Twilio makes. https://www.twilio.com/docs/voice/api/recording */
const LONGEST_SECONDS = 4 * 60 * 60;

type Piece = { at: number } & ({ codes: Buffer } | { sound: Sound });

/**
 * A recording in the making, one or two channels. What is spoken and played is put down at the emulated time at which it
 * happened and made into samples only when the file is asked for; so time that a test skips costs nothing and is
 * silence, and an hour of speech takes 28 MB.
 */
export class Tape {
  #pieces: Piece[][];
  #end: number | undefined;

  /** `now` is emulated time in milliseconds. */
  constructor(
    channels: 1 | 2,
    private readonly now: () => number,
    private readonly begun = now(),
  ) {
    this.#pieces = Array.from({ length: channels }, () => []);
  }

  /** Somebody spoke into a real microphone. */
  speak(channel: number, frame: Samples): void {
    this.#put(channel, { at: this.now() - this.begun, codes: encodeMulaw(frame) });
  }

  /** Something was said by a caption, or played. */
  hear(channel: number, sound: Sound): void {
    this.#put(channel, { at: this.now() - this.begun, sound });
  }

  /** The recording is over. */
  stop(): void {
    this.#end ??= this.now();
  }

  get seconds(): number {
    return Math.min(LONGEST_SECONDS, ((this.#end ?? this.now()) - this.begun) / 1000);
  }

  /** The recording as a WAV file; with one channel, what was heard together. */
  wav(): Buffer {
    const length = Math.round(this.seconds * SAMPLE_RATE);
    return encodeWav(this.#pieces.map((pieces) => render(pieces, length)));
  }

  #put(channel: number, piece: Piece): void {
    if (this.#end === undefined) this.#pieces[channel]?.push(piece);
  }
}

function render(pieces: readonly Piece[], length: number): Samples {
  const samples = new Int16Array(length);
  const put = (at: number, value: number) => {
    if (at < length) samples[at] = Math.max(-32768, Math.min(32767, (samples[at] ?? 0) + value));
  };
  pieces.forEach((piece, index) => {
    const start = Math.round((piece.at / 1000) * SAMPLE_RATE);
    if ('codes' in piece) {
      decodeMulaw(piece.codes).forEach((value, i) => void put(start + i, value));
      return;
    }
    const { as, source } = audible(piece.sound);
    if (!source) return;
    // What plays is cut short by what plays next.
    const next =
      as === 'programme'
        ? pieces.slice(index + 1).find((later) => 'sound' in later && audible(later.sound).as === 'programme')
        : undefined;
    const end = Math.min(length, next ? Math.round((next.at / 1000) * SAMPLE_RATE) : length);
    for (let at = start; at < end; at += FRAME_SAMPLES) {
      const mix = silence();
      if (!source.addTo(mix)) break;
      for (let i = 0; i < mix.length && at + i < end; i++) put(at + i, mix[i] ?? 0);
    }
  });
  return samples;
}
