import { Clip, SAMPLE_RATE, type Samples, type SoundSource } from './frame';

/** Music of our own, so that nothing has to be fetched: a slow round of four chords, picked on something like a harp. */

const BEAT_SECONDS = 0.5;
/** Notes of the four chords as semitones from A4 (440 Hz): F major 7, A minor, D minor 7, G. */
const CHORDS: readonly (readonly number[])[] = [
  [-16, -12, -9, -5, 0, -5, -9, -12],
  [-12, -9, -5, 0, 3, 0, -5, -9],
  [-19, -12, -7, -4, 0, -4, -7, -12],
  [-14, -10, -7, -2, 2, -2, -7, -10],
];
const PEAK = 5200;
const BEATS = CHORDS.length * 8;
const LENGTH = BEATS * BEAT_SECONDS * SAMPLE_RATE;

let made: Samples | undefined;

function round(): Samples {
  if (made) return made;
  const sum = new Float64Array(LENGTH);
  CHORDS.forEach((notes, bar) => {
    notes.forEach((note, beat) => {
      pluck(sum, (bar * 8 + beat) * BEAT_SECONDS, hertzOf(note), 1, 1.6);
    });
    pluck(sum, bar * 8 * BEAT_SECONDS, hertzOf((notes[0] ?? 0) + 12), 0.9, 3);
  });
  const loudest = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  made = Int16Array.from(sum, (value) => Math.round((value / loudest) * PEAK));
  return made;
}

const hertzOf = (semitones: number): number => 440 * 2 ** (semitones / 12);

/** Adds a note that rings out, past the end of the round into its beginning. */
function pluck(sum: Float64Array, at: number, hertz: number, strength: number, seconds: number): void {
  const start = Math.round(at * SAMPLE_RATE);
  const length = Math.round(seconds * SAMPLE_RATE);
  for (let i = 0; i < length; i++) {
    const time = i / SAMPLE_RATE;
    const swell = Math.min(1, time / 0.012) * Math.min(1, (seconds - time) / 0.05);
    const turn = 2 * Math.PI * hertz * time;
    const value =
      Math.sin(turn) * Math.exp(-2.2 * time) +
      0.35 * Math.sin(2 * turn) * Math.exp(-3.6 * time) +
      0.12 * Math.sin(3 * turn) * Math.exp(-6 * time);
    const place = (start + i) % sum.length;
    sum[place] = (sum[place] ?? 0) + value * swell * strength;
  }
}

/** Music that goes on until it is stopped, or for `seconds`. */
export function music(seconds = Number.POSITIVE_INFINITY): SoundSource {
  return new Clip(round, seconds * SAMPLE_RATE);
}
