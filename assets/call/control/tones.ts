import { signal } from '@preact/signals';
import { type Failure, failureIn } from '../../session/post';

/** As many keys as one request may hold; see /voice/dtmf. */
const MOST = 32;
/** A tone and the pause after it, as Twilio plays them. Milliseconds. */
const KEY_MS = 250;

/** What tones are made from; a test brings its own. */
export interface ToneParts {
  /** Presses keys for the customer's line; resolves when they are under way. */
  send(keys: string): Promise<unknown>;
  later(ms: number, work: () => void): void;
}

/**
 * Keys pressed for the customer while one talks on a phone. What is typed faster than it can be played is sent together,
 * after what is being played: of two at once Twilio would play the later one only.
 */
export class Tones {
  /** What has been played, or is being played. */
  readonly sent = signal('');
  /** What waits. */
  readonly waiting = signal('');
  readonly failure = signal<Failure | undefined>(undefined);
  #busy = false;

  constructor(private readonly parts: ToneParts) {}

  press(key: string): void {
    this.failure.value = undefined;
    this.waiting.value += key;
    this.#next();
  }

  async #next(): Promise<void> {
    if (this.#busy || this.waiting.peek() === '') return;
    this.#busy = true;
    const keys = this.waiting.peek().slice(0, MOST);
    try {
      await this.parts.send(keys);
      this.sent.value += keys;
      this.waiting.value = this.waiting.peek().slice(keys.length);
      this.parts.later(keys.length * KEY_MS, () => {
        this.#busy = false;
        this.#next();
      });
    } catch (error) {
      // Keys out of their order are worse than none.
      this.waiting.value = '';
      this.failure.value = failureIn(error);
      this.#busy = false;
    }
  }
}
