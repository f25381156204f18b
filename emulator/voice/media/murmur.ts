import { Clip, SAMPLE_RATE, type Samples, type SoundSource } from './frame';

/**
 * That somebody speaks, without words: the captions carry those. A hum at the pitch of a voice, shaped into syllables and
 * vowels; heard, it is plainly a person and plainly not language.
 */

const PERIOD_SECONDS = 6;
/** Middle of the first two resonances of a, e, i, o, u. https://en.wikipedia.org/wiki/Formant */
const VOWELS: readonly (readonly [number, number])[] = [
  [730, 1090],
  [530, 1840],
  [300, 2250],
  [570, 840],
  [320, 870],
];
const PEAK = 3800;

let made: Samples | undefined;

/** Six seconds that can be played round, made when first needed. */
function murmured(): Samples {
  if (made) return made;
  const length = PERIOD_SECONDS * SAMPLE_RATE;
  const hum = new Float64Array(length);
  let loudest = 0;
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const time = i / SAMPLE_RATE;
    // Whole numbers of turns in a period, so that its end meets its beginning.
    const pitch =
      115 + 14 * Math.sin((2 * Math.PI * 2 * time) / PERIOD_SECONDS) + 6 * Math.sin(2 * Math.PI * time);
    phase += pitch / SAMPLE_RATE;
    const syllable = Math.sin((2 * Math.PI * 22 * time) / PERIOD_SECONDS) * 0.5 + 0.5;
    const breath = Math.sin((2 * Math.PI * 3 * time) / PERIOD_SECONDS) > -0.92 ? 1 : 0.1;
    const [first, second] = vowelAt((time / PERIOD_SECONDS) * 10);
    let value = 0;
    for (let harmonic = 1; harmonic * pitch < 2800; harmonic++) {
      const hertz = harmonic * pitch;
      const colour = resonance(hertz, first, 90) + 0.5 * resonance(hertz, second, 120);
      value += (Math.sin(2 * Math.PI * harmonic * phase) * colour) / Math.sqrt(harmonic);
    }
    hum[i] = value * syllable ** 1.5 * breath;
    loudest = Math.max(loudest, Math.abs(hum[i] ?? 0));
  }
  made = Int16Array.from(hum, (value) => Math.round((value / loudest) * PEAK));
  return made;
}

/** The vowel at a point of the round, gliding from one to the next. */
function vowelAt(place: number): [number, number] {
  const here = VOWELS[Math.floor(place * 3) % VOWELS.length] ?? [500, 1500];
  const next = VOWELS[(Math.floor(place * 3) + 1) % VOWELS.length] ?? here;
  const glide = Math.max(0, ((place * 3) % 1) - 0.6) / 0.4;
  return [here[0] + (next[0] - here[0]) * glide, here[1] + (next[1] - here[1]) * glide];
}

const resonance = (hertz: number, centre: number, width: number): number =>
  1 / (1 + ((hertz - centre) / width) ** 2);

/** Somebody speaks for this long. Different `seed`s begin at different places, so that two speakers do not sound alike. */
export function murmur(seconds: number, seed = 0): SoundSource {
  const from = ((seed * 7919) % PERIOD_SECONDS) * SAMPLE_RATE;
  return new Clip(murmured, Math.round(seconds * SAMPLE_RATE), from);
}
