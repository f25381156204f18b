import type { Answered } from '../../testing/invoke';
import { Offered } from '../inbound/testing-offered';
import { ADA, CARL } from '../testing';

/** A message that Carl has left. */
export const MESSAGE = { id: `RE${'1'.repeat(32)}`, seconds: 12 };

/** A stage on which Carl has left his number, or a message, and is offered to Ada. */
export class CallingBack extends Offered {
  constructor(
    {
      attempt = 1,
      number = CARL,
      message,
    }: { attempt?: number; message?: typeof MESSAGE; number?: string } = {},
    environment: Record<string, string> = {},
    device: 'phone' | 'browser' = 'phone',
  ) {
    const about = {
      reason: 'support',
      skill: 'support',
      language: 'en',
      name: 'Carl',
      once: 'call.CA1',
      callback: { number, attempt, of: 3, since: Date.now() - 600_000 },
      callback_number: number,
      ...(message === undefined ? {} : { message }),
    };
    super(about, device, environment);
  }

  /** A story begins with the offer, unless it is the agent's own call to somebody. */
  override start(fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    return fields.RecipientNumber === undefined ? this.offers() : super.start(fields, who);
  }

  /** TaskRouter takes the offer back, and tells. */
  async withdraws(how: 'canceled' | 'timeout'): Promise<void> {
    if (this.routing.withdraw(how)) await this.tells(how);
  }

  /** Timers of a kind that were started. */
  timers(kind: string): Record<string, unknown>[] {
    return this.routing.timers.filter(({ timer }) => timer === kind);
  }

  /** Attributes of tasks that were made and are no timers. */
  get tasks(): Record<string, unknown>[] {
    return this.routing.timers.filter(({ timer }) => timer === undefined);
  }
}
