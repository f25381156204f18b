import { SAMPLE_RATE, type Samples } from './frame';

/** How the energy of a sound is spread, to tell what somebody hears. Levels are in dB; 0 is the loudest sine there is. */

const FULL_SCALE = 32767;
const SILENCE = -120;

const decibels = (amplitude: number): number =>
  amplitude <= 0 ? SILENCE : Math.max(SILENCE, 20 * Math.log10(amplitude / FULL_SCALE));

/** The level of one frequency, by Goertzel's algorithm. https://en.wikipedia.org/wiki/Goertzel_algorithm */
export function levelAt(samples: Samples, hertz: number): number {
  if (samples.length === 0) return SILENCE;
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let before = 0;
  let last = 0;
  for (const sample of samples) [before, last] = [last, sample + coefficient * last - before];
  const power = before * before + last * last - coefficient * before * last;
  return decibels((2 * Math.sqrt(Math.max(0, power))) / samples.length);
}

/** The level of the whole, as of a sine with the same energy. */
export function level(samples: Samples): number {
  if (samples.length === 0) return SILENCE;
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return decibels(Math.sqrt((2 * energy) / samples.length));
}

/** Levels of the frequencies 0, 1·w, 2·w … up to half the sample rate, where w = SAMPLE_RATE / length. */
export function spectrum(samples: Samples): Float64Array {
  const size = 2 ** Math.floor(Math.log2(Math.max(2, samples.length)));
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    // Hann's window: without it a tone between two bins leaks over the whole spectrum.
    real[i] = (samples[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  }
  transform(real, imaginary);
  const levels = new Float64Array(size / 2);
  for (let i = 0; i < levels.length; i++)
    levels[i] = decibels((4 * Math.hypot(real[i] ?? 0, imaginary[i] ?? 0)) / size);
  return levels;
}

/** How far `hertz` stands out above the median level of the spectrum, in dB. */
export function aboveNoise(samples: Samples, hertz: number): number {
  const levels = spectrum(samples);
  const bin = Math.round((hertz * levels.length * 2) / SAMPLE_RATE);
  const peak = Math.max(...levels.subarray(Math.max(0, bin - 2), bin + 3));
  const sorted = [...levels].sort((a, b) => a - b);
  return peak - (sorted[sorted.length >> 1] ?? SILENCE);
}

/** Fourier transform in place; the length is a power of two. https://en.wikipedia.org/wiki/Cooley%E2%80%93Tukey_FFT_algorithm */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(real, i, j);
      swap(imaginary, i, j);
    }
  }
  for (let width = 2; width <= size; width *= 2) {
    const angle = (-2 * Math.PI) / width;
    for (let start = 0; start < size; start += width) {
      for (let k = 0; k < width / 2; k++) {
        const cos = Math.cos(angle * k);
        const sin = Math.sin(angle * k);
        const a = start + k;
        const b = a + width / 2;
        const re = (real[b] ?? 0) * cos - (imaginary[b] ?? 0) * sin;
        const im = (real[b] ?? 0) * sin + (imaginary[b] ?? 0) * cos;
        real[b] = (real[a] ?? 0) - re;
        imaginary[b] = (imaginary[a] ?? 0) - im;
        real[a] = (real[a] ?? 0) + re;
        imaginary[a] = (imaginary[a] ?? 0) + im;
      }
    }
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
}
