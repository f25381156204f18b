/**
 * Names and chance in the emulator. One seed gives the same SIDs, codes and choices in the same order, so that two runs
 * of one story read alike.
 */
export class Ids {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, not including, `below`. (mulberry32: small, well spread, not for secrets.) */
  int(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.int(16).toString(16);
    return text;
  }

  /** A Twilio SID: two letters and 32 hexadecimal digits. https://www.twilio.com/docs/glossary/what-is-a-sid */
  sid(prefix: string): string {
    return prefix + this.hex(32);
  }

  digits(length: number): string {
    let text = '';
    while (text.length < length) text += this.int(10);
    return text;
  }

  get state(): number {
    return this.#state;
  }

  /** Continues from a saved `state` (a snapshot) or from a seed. */
  reseed(state: number): void {
    this.#state = state >>> 0;
  }
}
