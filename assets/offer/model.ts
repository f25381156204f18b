import { signal } from '@preact/signals';
import type { OfferAnswer } from '../../src/calls/contract';
import { type Failure, failureIn } from '../session/post';

/** What offers are made from; a test brings its own. */
export interface OfferParts {
  call<T>(path: string, body?: object): Promise<T>;
  answered(answer: OfferAnswer): void;
}

/** Declining what is offered. Taking it is done on the phone, or by the browser's own call. */
export class Offers {
  /** The call that is being declined. */
  readonly declining = signal<string | undefined>(undefined);
  readonly failure = signal<Failure | undefined>(undefined);

  constructor(private readonly parts: OfferParts) {}

  /** Declines once, however often it is pressed. */
  async decline(callId: string): Promise<void> {
    if (this.declining.peek() === callId) return;
    this.declining.value = callId;
    this.failure.value = undefined;
    try {
      this.parts.answered(await this.parts.call<OfferAnswer>('/taskrouter/reject', { callId }));
    } catch (error) {
      const failure = failureIn(error);
      // It has gone already: that is what was wanted.
      if (failure.code !== 'not_found' && failure.code !== 'conflict') this.failure.value = failure;
    } finally {
      this.declining.value = undefined;
    }
  }
}
