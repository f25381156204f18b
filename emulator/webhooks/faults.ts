import type { Kernel } from '../product';
import { nothing, type Outcome } from './attempt';

/** Sends the webhook once; what is passed is added to its event on the timeline. */
type Send = (note: Record<string, unknown>) => Promise<Outcome>;

interface Held {
  /** How many more webhooks go first. */
  waiting: number;
  release: () => void;
}

/** A webhook held back goes out after this long at the latest, so that the end of a story loses nothing. */
const LONGEST_HOLD = 10_000;

/** Does to webhooks what `PUT /control/faults` asked for. */
export class WebhookFaults {
  #held: Held[] = [];

  constructor(private readonly kernel: Omit<Kernel, 'webhooks'>) {}

  /** Lets one attempt happen as the first rule that applies to it says; without one, as it is. */
  async apply(method: string, url: string, attempt: number, send: Send): Promise<Outcome> {
    const rule = this.kernel.faults.take('webhook', method, url);
    if (!rule) return this.#sent(await send({}));
    this.kernel.timeline.add({
      kind: 'fault',
      summary: `${rule.effect} on webhook ${method} ${url} (attempt ${attempt})`,
      data: { ...rule },
    });
    const note = { fault: rule.effect };
    switch (rule.effect) {
      case 'drop':
        return nothing('rt', 'connection broken by a fault, nothing delivered');
      case 'fail':
        return {
          status: rule.status ?? 500,
          headers: { 'content-type': 'text/plain' },
          body: 'Not delivered: answered by a fault',
        };
      case 'fail-after':
        await send(note);
        return nothing('rt', 'delivered, but the answer was lost by a fault');
      case 'delay':
        await new Promise<void>((resolve) => this.kernel.clock.setTimeout(resolve, rule.ms ?? 0));
        return this.#sent(await send(note));
      case 'reorder':
        await this.#hold(rule.hold ?? 1);
        return send(note);
      case 'duplicate': {
        const first = await send(note);
        for (let copy = 1; copy < (rule.times ?? 2); copy++) await send({ ...note, copy });
        return this.#sent(first);
      }
    }
  }

  /** Forgets what is held back; its senders were abandoned too. */
  clear(): void {
    for (const held of this.#held.splice(0)) held.release();
  }

  #hold(count: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.kernel.clock.setTimeout(() => held.release(), LONGEST_HOLD);
      const held: Held = {
        waiting: count,
        release: () => {
          timer.cancel();
          this.#held = this.#held.filter((other) => other !== held);
          resolve();
        },
      };
      this.#held.push(held);
    });
  }

  #sent(outcome: Outcome): Outcome {
    for (const held of [...this.#held]) if (--held.waiting <= 0) held.release();
    return outcome;
  }
}
