import { type Mix, SAMPLE_RATE, type SoundSource } from './frame';

/** One stretch of a tone: frequencies that sound together (none is a pause), and for how many seconds. */
export interface Stretch {
  hertz: readonly number[];
  seconds: number;
}

/** How loud each frequency of a tone is; two of them stay well below the loudest there is. */
const AMPLITUDE = 5000;
/** A tone swells and fades over this long, so that it does not click. Seconds. */
const EDGE = 0.004;

/** Stretches of tones, one after the other, once or over and over. */
export class Tone implements SoundSource {
  #stretch = 0;
  #at = 0;

  constructor(
    private readonly stretches: readonly Stretch[],
    private readonly repeats = false,
  ) {}

  addTo(mix: Mix): boolean {
    for (let i = 0; i < mix.length; i++) {
      let stretch = this.stretches[this.#stretch];
      while (stretch && this.#at >= Math.round(stretch.seconds * SAMPLE_RATE)) {
        this.#at = 0;
        this.#stretch++;
        if (this.repeats) this.#stretch %= this.stretches.length;
        stretch = this.stretches[this.#stretch];
      }
      if (!stretch) return i > 0;
      mix[i] = (mix[i] ?? 0) + Math.round(sampleOf(stretch, this.#at));
      this.#at++;
    }
    return true;
  }
}

function sampleOf({ hertz, seconds }: Stretch, at: number): number {
  const time = at / SAMPLE_RATE;
  let value = 0;
  for (const frequency of hertz) value += Math.sin(2 * Math.PI * frequency * time);
  const edge = Math.min(1, time / EDGE, (seconds - time) / EDGE);
  return value * AMPLITUDE * edge;
}

/** What a caller hears while it rings, in North America. https://www.itu.int/ITU-T/inr/forms/files/tones-0203.pdf */
export const RINGING: readonly Stretch[] = [
  { hertz: [440, 480], seconds: 2 },
  { hertz: [], seconds: 4 },
];

/** The line is busy, in North America; same source. */
export const BUSY: readonly Stretch[] = [
  { hertz: [480, 620], seconds: 0.5 },
  { hertz: [], seconds: 0.5 },
];

/** Somebody enters or leaves a conference. */
export const BEEP: readonly Stretch[] = [{ hertz: [850], seconds: 0.3 }];

/** Recording begins now. */
export const RECORD_BEEP: readonly Stretch[] = [{ hertz: [1400], seconds: 0.5 }];

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYPAD = '123A456B789C*0#D';

/** The two frequencies of a key, or none for what is no key. https://www.itu.int/rec/T-REC-Q.23 */
export function keyFrequencies(key: string): [number, number] | undefined {
  const at = KEYPAD.indexOf(key.toUpperCase());
  if (at < 0 || key === '') return undefined;
  return [ROWS[at >> 2] ?? 0, COLUMNS[at & 3] ?? 0];
}

/** Keys as they sound, 100 ms each with 100 ms between; `w` and `W` are pauses of half a second and a whole one. */
export function keyTones(digits: string): Stretch[] {
  return [...digits].flatMap((key) => {
    if (key === 'w' || key === 'W') return [{ hertz: [], seconds: key === 'w' ? 0.5 : 1 }];
    const hertz = keyFrequencies(key);
    return hertz
      ? [
          { hertz, seconds: 0.1 },
          { hertz: [], seconds: 0.1 },
        ]
      : [];
  });
}
