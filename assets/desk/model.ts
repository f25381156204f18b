import { signal } from '@preact/signals';
import type { CallAnswer } from '../../src/calls/contract';
import { Calls } from '../call/calls';
import { LiveState } from '../live';
import { type Failure, failureIn, session } from '../session';

/** What an agent does at the desk, and what came of it. */
export class DeskModel {
  readonly calls = new Calls();
  readonly live = new LiveState();
  /** What stands in the number box. */
  readonly number = signal('');
  readonly label = signal('');
  readonly callerId = signal('');
  readonly starting = signal(false);
  readonly ending = signal(false);
  /** Hanging up has been asked for and waits for a yes. */
  readonly sure = signal(false);
  readonly failure = signal<Failure | undefined>(undefined);
  /** Counts wishes to go to the number box. */
  readonly focus = signal(0);
  /** Set by whoever brings the news: look now. */
  look: () => void = () => undefined;

  /** Until when the agent has to wait before the next call, while that is in the future. Milliseconds since the epoch. */
  coolDown(): number | undefined {
    const until = this.calls.coolDown.value;
    return until !== undefined && until > Date.now() ? until : undefined;
  }

  /** Starts a call. A second click while the first is under way does nothing. */
  async call(number: string): Promise<void> {
    if (this.starting.peek() || this.calls.busy.peek()) return;
    this.starting.value = true;
    this.failure.value = undefined;
    try {
      const label = this.label.peek().trim();
      const { call } = await session.call<CallAnswer>('/phone-to-phone/start', {
        RecipientNumber: number,
        ...(label === '' ? {} : { ConferenceName: label }),
        ...(this.callerId.peek() === '' ? {} : { CallerId: this.callerId.peek() }),
      });
      this.calls.started(call);
      this.label.value = '';
    } catch (error) {
      this.failure.value = failureIn(error);
    } finally {
      this.starting.value = false;
      this.look();
      session.tellOthers();
    }
  }

  /** Ends the call that goes on. */
  async hangUp(): Promise<void> {
    const call = this.calls.current.peek();
    if (call === undefined || !this.calls.busy.peek() || this.ending.peek()) return;
    this.sure.value = false;
    this.ending.value = true;
    this.failure.value = undefined;
    try {
      const answer = await session.call<CallAnswer>('/calls/hangup', { callId: call.id });
      this.calls.view(answer.call, true);
    } catch (error) {
      this.failure.value = failureIn(error);
    } finally {
      this.ending.value = false;
      this.look();
      session.tellOthers();
    }
  }

  /** Back to the number box, with a number in it or as it is. */
  prepare(number?: string): void {
    this.calls.putAway();
    this.failure.value = undefined;
    if (number !== undefined) this.number.value = number;
    this.focus.value += 1;
  }
}
