import { FRAME_SAMPLES, type Samples } from './frame';

/** Frames that wait before the first is played: what evens out packets that come late. */
const CUSHION = 2;
/** Frames at which the oldest are thrown away: the other side's clock is faster, or a pause was caught up on. */
const MOST = 10;

/** Evens out the arrival of audio from the network: samples go in as they come, whole frames come out one a tick. */
export class JitterBuffer {
  #samples: Samples = new Int16Array(0);
  #filling = true;

  push(samples: Samples): void {
    const all = new Int16Array(this.#samples.length + samples.length);
    all.set(this.#samples);
    all.set(samples, this.#samples.length);
    this.#samples = all.length > MOST * FRAME_SAMPLES ? all.slice(-CUSHION * FRAME_SAMPLES) : all;
    if (this.#samples.length >= CUSHION * FRAME_SAMPLES) this.#filling = false;
  }

  /** The next frame; undefined while there is none. */
  pull(): Samples | undefined {
    if (this.#filling || this.#samples.length < FRAME_SAMPLES) {
      this.#filling = true;
      return undefined;
    }
    const frame = this.#samples.slice(0, FRAME_SAMPLES);
    this.#samples = this.#samples.subarray(FRAME_SAMPLES);
    return frame;
  }
}
