import type { CallEnd } from '../audio';
import type { Place, Sound } from '../device';
import { FRAME_SAMPLES, type Mix, type SoundSource } from './frame';
import { audible, lasts } from './sounds';

/** What one end of a call is given to hear besides other people: a programme, and what sounds over it. */
export class Line {
  #programme: SoundSource | undefined;
  #ringing = false;
  #over: SoundSource[] = [];

  constructor(readonly end: CallEnd) {}

  /**
   * Something sounds. While nobody listens (`live` is false) only what lasts is kept: whoever plugs in later hears the
   * music that plays then, not all that was said before.
   */
  hear(sound: Sound, live: boolean): void {
    const { as, source } = audible(sound);
    if (as === 'over') {
      if (source && live) this.#over.push(source);
      return;
    }
    this.#ringing = sound.kind === 'tone' && sound.name === 'ringing';
    this.#programme = live || lasts(sound) ? source : undefined;
  }

  hush(): void {
    this.#programme = undefined;
    this.#ringing = false;
  }

  placed(place: Place): void {
    // The call was picked up, or two parties were connected: it rings no more.
    if (this.#ringing && place.kind !== 'conference') this.hush();
  }

  /** Adds the next frame of all that plays. */
  addTo(mix: Mix): void {
    if (this.#programme && !this.#programme.addTo(mix)) this.#programme = undefined;
    if (this.#over.length > 0) this.#over = this.#over.filter((source) => source.addTo(mix));
  }
}

/** An empty frame to mix into. */
export const silence = (): Mix => new Int32Array(FRAME_SAMPLES);
