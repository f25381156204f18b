import { computed, signal } from '@preact/signals';
import type { CallAnswer } from '../../src/calls/contract';
import { Calls } from '../call/calls';
import { viewOfTalk } from '../call/talk-view';
import { LiveState } from '../live';
import { type Failure, failureIn, session } from '../session';
import { BrowserLine } from '../voice/line';

/** What an agent talks through. */
export type TalkWith = 'phone' | 'browser';

const TALK_WITH = 'cordboard.talk-with';

/** What an agent does at the desk, and what came of it. */
export class DeskModel {
  readonly calls = new Calls();
  readonly live = new LiveState();
  /** What stands in the number box. */
  readonly number = signal('');
  readonly label = signal('');
  readonly callerId = signal(localStorage.getItem('cordboard.caller-id') ?? '');
  readonly talkWith = signal<TalkWith>('phone');
  readonly line: BrowserLine;
  /** The call that goes on, or the one that has just ended and was watched; on whichever line. */
  readonly current = computed(() => {
    const talk = this.line.talk.value;
    return talk ? viewOfTalk(talk) : this.calls.current.value;
  });
  /** True while a call goes on. */
  readonly busy = computed(() => this.current.value !== undefined && this.current.value.phase !== 'ended');
  readonly starting = signal(false);
  readonly ending = signal(false);
  /** Hanging up has been asked for and waits for a yes. */
  readonly sure = signal(false);
  readonly failure = signal<Failure | undefined>(undefined);
  /** Counts wishes to go to the number box. */
  readonly focus = signal(0);
  /** Set by whoever brings the news: look now. */
  look: () => void = () => undefined;

  /** `voice`: calls can be made in the browser here. */
  constructor(sdkOrigin: string | null, voice: boolean) {
    this.line = new BrowserLine(sdkOrigin, () => this.busy.peek() || this.starting.peek());
    if (voice && localStorage.getItem(TALK_WITH) === 'browser') this.talkWith.value = 'browser';
  }

  /** Chooses what to talk through, and remembers it. */
  choose(next: TalkWith): void {
    this.talkWith.value = next;
    localStorage.setItem(TALK_WITH, next);
    // Who talks on their phone is not called here.
    if (next === 'phone' && !this.busy.peek()) this.line.turnOff();
  }

  /** Until when the agent has to wait before the next call, while that is in the future. Milliseconds since the epoch. */
  coolDown(): number | undefined {
    const until = this.calls.coolDown.value;
    return until !== undefined && until > Date.now() ? until : undefined;
  }

  /** Starts a call. A second click while the first is under way does nothing. */
  async call(number: string): Promise<void> {
    if (this.starting.peek() || this.busy.peek()) return;
    this.line.putAway();
    this.starting.value = true;
    this.failure.value = undefined;
    const browser = this.talkWith.peek() === 'browser';
    try {
      // First the microphone: a call that nobody can talk in is not started.
      if (browser && !(await this.#canTalk())) return;
      const label = this.label.peek().trim();
      const callerId = this.callerId.peek();
      const { call } = await session.call<CallAnswer>(browser ? '/voice/start' : '/phone-to-phone/start', {
        RecipientNumber: number,
        ...(label === '' ? {} : { ConferenceName: label }),
        ...(callerId === '' ? {} : { CallerId: callerId }),
      });
      this.calls.started(call);
      this.label.value = '';
      if (browser) await this.#talkIn(call.id);
    } catch (error) {
      this.failure.value = failureIn(error);
    } finally {
      this.starting.value = false;
      this.look();
      session.tellOthers();
    }
  }

  /** False with the line's problem set. */
  #canTalk(): Promise<boolean> {
    return this.line.open().then(
      () => true,
      () => false,
    );
  }

  /** Joins the call from this tab. When that fails, the call is ended: nobody else can talk in it. */
  async #talkIn(callId: string): Promise<void> {
    try {
      await this.line.connect(callId, () => this.look());
    } catch (error) {
      this.line.problem.value = 'network';
      await session.call('/calls/hangup', { callId });
      throw error;
    }
  }

  /** Ends the call that goes on. */
  async hangUp(): Promise<void> {
    const call = this.current.peek();
    if (call === undefined || !this.busy.peek() || this.ending.peek()) return;
    this.sure.value = false;
    if (call.id === this.line.talk.peek()?.sid) {
      this.line.hangUp();
      return;
    }
    this.ending.value = true;
    this.failure.value = undefined;
    try {
      const answer = await session.call<CallAnswer>('/calls/hangup', { callId: call.id });
      this.calls.view(answer.call, true);
      this.line.hangUp();
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
    this.line.putAway();
    this.failure.value = undefined;
    if (number !== undefined) this.number.value = number;
    this.focus.value += 1;
  }
}
