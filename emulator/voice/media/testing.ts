import type { World } from '../testing';
import { FRAME_SAMPLES, SAMPLE_RATE, type Samples } from './frame';
import { AudioHub, type Plugged } from './hub';
import { levelAt } from './spectrum';

/** Louder than this, in dB, a tone is there; nobody's murmur comes near it at one frequency. */
const THERE = -40;
const TICKS_PER_SECOND = SAMPLE_RATE / FRAME_SAMPLES;

/** Audio that a test moves on, tick by tick. */
export class TickedHub extends AudioHub {
  override get running(): boolean {
    return true;
  }
}

/** People at telephones who each sing one tone into their microphone, so that it can be told who hears whom. */
export class Choir {
  #singers = new Map<string, { plugged: Plugged; hertz: number; at: number; heard: number[] }>();

  constructor(
    private readonly w: World,
    private readonly hub: TickedHub,
  ) {}

  /** Plugs a microphone and loudspeaker into the telephone with this address. */
  add(address: string, hertz: number): this {
    const heard: number[] = [];
    const plugged = this.hub.attach({ address }, { play: (frame) => void heard.push(...frame) });
    this.#singers.set(address, { plugged, hertz, at: 0, heard });
    // The test ticks.
    this.hub.stop();
    return this;
  }

  /** Lets everybody, or those named, sing for so many seconds of emulated time. */
  async sing(seconds: number, who: readonly string[] = [...this.#singers.keys()]): Promise<void> {
    for (let tick = 0; tick < Math.round(seconds * TICKS_PER_SECOND); tick++) {
      for (const address of who) this.#frame(address);
      this.hub.tick();
      await this.w.pass(1 / TICKS_PER_SECOND);
    }
  }

  /** The addresses whose tones this telephone heard in the last fifth of a second. */
  heardBy(address: string): string[] {
    return this.tonesIn(this.lastOf(address));
  }

  /** What this telephone heard in the last fifth of a second. */
  lastOf(address: string): Samples {
    return Int16Array.from(this.#singers.get(address)?.heard.slice(-SAMPLE_RATE / 5) ?? []);
  }

  /** The addresses whose tones are in these samples. */
  tonesIn(samples: Samples): string[] {
    return [...this.#singers]
      .filter(([, { hertz }]) => levelAt(samples, hertz) > THERE)
      .map(([address]) => address);
  }

  /** Unplugs all. */
  stop(): void {
    for (const { plugged } of this.#singers.values()) plugged.detach();
  }

  #frame(address: string): void {
    const singer = this.#singers.get(address);
    singer?.plugged.speak(
      Int16Array.from({ length: FRAME_SAMPLES }, () =>
        Math.round(4000 * Math.sin((2 * Math.PI * singer.hertz * singer.at++) / SAMPLE_RATE)),
      ),
    );
  }
}

/** The samples from one second to another. */
export const between = (samples: Samples | undefined, from: number, to: number): Samples =>
  samples?.subarray(Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE)) ?? new Int16Array(0);
