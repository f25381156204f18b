import { SAMPLE_RATE, type Samples } from '../../emulator/voice/media/frame';
import { levelAt } from '../../emulator/voice/media/spectrum';
import { decodeWav } from '../../emulator/voice/media/wav';

/** Louder than this, in dB, a tone is there; no music and nobody's speech comes near it at one frequency. */
const THERE = -40;
/** A window that a tone fills; of one that it fills in part nothing is said. Seconds. */
export const WINDOW = 0.2;

/** Which tones are in a channel of a recording, one window after another, without the first `after` windows. */
export function tonesOf(wav: Buffer, channel: 0 | 1, hertz: readonly number[], after = 0): number[][] {
  const samples = decodeWav(wav)[channel] ?? new Int16Array(0);
  const size = WINDOW * SAMPLE_RATE;
  const windows: Samples[] = [];
  for (let from = after * size; from + size <= samples.length; from += size)
    windows.push(samples.subarray(from, from + size));
  return windows.map((window) => hertz.filter((tone) => levelAt(window, tone) > THERE));
}

/** The windows of a recording from one second to another, without those that the borders cut. */
export const windowsBetween = <T>(windows: readonly T[], from: number, to: number): T[] =>
  windows.slice(Math.ceil(from / WINDOW) + 1, Math.floor(to / WINDOW) - 1);
