/** Samples in a second: telephone audio, as PCMU carries it. https://www.rfc-editor.org/rfc/rfc3551#section-4.5.14 */
export const SAMPLE_RATE = 8000;
/** Length of a frame in milliseconds: one RTP packet of PCMU. */
export const FRAME_MS = 20;
/** Samples in a frame. */
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;

/** Linear 16-bit samples at `SAMPLE_RATE`; a frame has `FRAME_SAMPLES` of them. */
export type Samples = Int16Array;

/** A frame being mixed: wider than its samples, so that many loud voices add up before they are clipped once. */
export type Mix = Int32Array;

/** Something that sounds for a while. */
export interface SoundSource {
  /** Adds its next frame to `mix`. False when it was over before this frame, and adds nothing any more. */
  addTo(mix: Mix): boolean;
}

const clip = (value: number): number => Math.max(-32768, Math.min(32767, value));

/** The mix as samples, too loud ones clipped. */
export function clipped(mix: Mix): Samples {
  const samples = new Int16Array(mix.length);
  for (let i = 0; i < mix.length; i++) samples[i] = clip(mix[i] ?? 0);
  return samples;
}

/** Adds a frame to the mix. */
export function add(mix: Mix, samples: Samples | Mix): void {
  for (let i = 0; i < mix.length; i++) mix[i] = (mix[i] ?? 0) + (samples[i] ?? 0);
}

/** Samples that are made beforehand, played round and round for a given time. */
export class Clip implements SoundSource {
  #at = 0;

  constructor(
    /** Asked for the samples when they are first heard: most sounds in the emulator never are. */
    private readonly samples: () => Samples,
    /** How long it sounds, in samples; may be infinite. */
    private readonly length: number,
    /** Where in the round it begins, in samples. */
    private readonly from = 0,
  ) {}

  addTo(mix: Mix): boolean {
    const left = this.length - this.#at;
    if (left <= 0) return false;
    const samples = this.samples();
    const count = Math.min(mix.length, left);
    for (let i = 0; i < count; i++)
      mix[i] = (mix[i] ?? 0) + (samples[(this.from + this.#at + i) % samples.length] ?? 0);
    this.#at += count;
    return true;
  }
}
