import { computed, effect, signal } from '@preact/signals';
import type { CallAnswer, CallView } from '../../src/calls/contract';
import { Calls } from '../call/calls';
import { viewOfTalk } from '../call/talk-view';
import { LiveState } from '../live';
import { isOffered } from '../offer/offered';
import { Failure, failureIn, session } from '../session';
import type { Ring } from '../voice/incoming';
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
    const call = this.calls.current.value;
    // A customer who was offered is a call like any other; the browser's own part of it says nothing more.
    if (talk === undefined || (call?.offer && call.legs[0].callSid === talk.sid)) return call;
    return viewOfTalk(talk);
  });
  /** True while a call goes on. */
  readonly busy = computed(() => this.current.value !== undefined && this.current.value.phase !== 'ended');
  /** What rings in the browser and is no customer who is offered: those are shown as what they are. */
  readonly loose = computed(() =>
    this.line.incoming.ringing.value.filter(({ sid }) => !this.#tied.value.has(sid)),
  );
  /** What rang in the browser for customers who were offered. */
  readonly #tied = signal<ReadonlySet<string>>(new Set());
  readonly #untie: () => void;
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
    this.line = new BrowserLine(sdkOrigin, () => {
      const call = this.current.peek();
      // The offer is what rings.
      if (isOffered(call) && call.kind === 'browser') return false;
      return this.busy.peek() || this.starting.peek();
    });
    this.#untie = effect(() => {
      const call = this.current.value;
      const ring = isOffered(call) ? this.ringOf(call) : undefined;
      if (ring && !this.#tied.peek().has(ring.sid))
        this.#tied.value = new Set(this.#tied.peek()).add(ring.sid);
    });
    if (voice && localStorage.getItem(TALK_WITH) === 'browser') this.talkWith.value = 'browser';
  }

  /** What rings in the browser for the customer who is offered. */
  ringOf(call: CallView): Ring | undefined {
    if (call.offer === undefined || call.kind !== 'browser') return undefined;
    const { callSid } = call.legs[0];
    return this.line.incoming.ringing.value.find(({ sid }) => callSid === undefined || sid === callSid);
  }

  /** What rings in the browser and would be answered first. */
  ringing(): Ring | undefined {
    const call = this.current.peek();
    return this.loose.peek()[0] ?? (isOffered(call) ? this.ringOf(call) : undefined);
  }

  /** Whether what rang was a customer who was offered: they are with somebody else by now, and nobody's missed call. */
  wasOffered(sid: string): boolean {
    return this.#tied.value.has(sid);
  }

  close(): void {
    this.#untie();
    this.line.close();
  }

  /** Whether this tab talks in the call. */
  isHere(call: CallView): boolean {
    const here = this.line.callId.value;
    return (
      here !== undefined && (here === call.id || (call.offer !== undefined && here === call.legs[0].callSid))
    );
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
    if (this.line.supervising.peek() !== undefined) {
      this.failure.value = new Failure('call_in_progress');
      return;
    }
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
