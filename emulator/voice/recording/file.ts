import type { Core } from '../core';
import { SAMPLE_RATE, type Samples } from '../media/frame';
import { audibleOf, channelsOf, secondsOf } from '../media/playback';
import type { TapeRecord } from '../media/tape';
import { encodeWav } from '../media/wav';
import type { RecordingRecord } from './model';

/** The part of a tape that a recording keeps, in seconds of what the tape plays. */
export function keptOf(tape: TapeRecord, trim: boolean, now: number): { from: number; to: number } {
  const whole = { from: 0, to: secondsOf(tape, now) };
  return trim ? (audibleOf(tape, now) ?? whole) : whole;
}

/** The recording as a WAV file, in one channel where that is asked for; undefined while there is none. */
export function wavOf(core: Core, recording: RecordingRecord, channels?: 1 | 2): Buffer | undefined {
  const tape = core.tapes.get(recording.sid);
  if (!tape || recording.status !== 'completed') return undefined;
  const now = core.kernel.clock.now();
  const { from, to } = keptOf(tape, recording.trim, now);
  const kept = channelsOf(tape, now).map((samples) =>
    samples.subarray(Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE)),
  );
  return encodeWav(channels === 1 ? [mixed(kept)] : kept);
}

function mixed([first = new Int16Array(0), second]: Samples[]): Samples {
  if (!second) return first;
  return first.map((sample, i) => Math.max(-32768, Math.min(32767, sample + (second[i] ?? 0))));
}
