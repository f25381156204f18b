import { effect, signal } from '@preact/signals';
import type { CallView, ControlAnswer, LegView } from '../../../src/calls/contract';
import { type Failure, failureIn } from '../../session/post';

/** What control is made from; a test brings its own. */
export interface ControlParts {
  call<T>(path: string, body?: object): Promise<T>;
  /** Looks at the call now: for networks where nothing tells of it. */
  look(): void;
  /** Milliseconds since the epoch, by the functions' clock. */
  now(): number;
  later(ms: number, work: () => void): () => void;
}

/** Something that was asked for and is not so yet. */
export interface Wish {
  /** What is wanted: a switch on or off, or the name of an action. */
  wanted: boolean | string;
  /** Whether the live call is as wanted. */
  shows(call: CallView): boolean;
  /** What a second press would be of, where that is not the whole of what it is about. */
  press?: string;
}

/** A colleague, a queue or a number that a call can go to. */
export type Target =
  | { agentId: string; who: string }
  | { queue: 'sales' | 'support' }
  | { RecipientNumber: string };

/** A second press that comes sooner than this is the same one. Milliseconds. */
const DOUBLE = 400;
/** What was answered, and the live call doesn't show by then, is not so. Milliseconds. */
const PATIENCE = 6_000;
/** How long it is told that a recording has begun, ended, or goes on by itself. Milliseconds. */
const NOTICE = 10_000;

/** What happened to a recording without anybody at this desk having pressed something. */
export type RecordingNotice = 'resumed' | 'begun' | 'ended';

const legOf = (call: CallView, participant: string): LegView | undefined =>
  call.legs.find(({ label, participant: id = label }) => id === participant);

/**
 * What one does during a call. A wish is shown as one until the live call is so; the live call decides. A second press
 * while the first is under way does nothing.
 */
export class Control {
  /** What has been asked for, by what it is about, like `hold:customer`. */
  readonly wishes = signal<ReadonlyMap<string, Wish>>(new Map());
  readonly failure = signal<Failure | undefined>(undefined);
  readonly notice = signal<RecordingNotice | undefined>(undefined);
  /** What is open: the keypad beside the controls, or a dialog. */
  readonly open = signal<'keypad' | 'add' | 'transfer' | undefined>(undefined);
  /** The transfer whose end has been seen. */
  readonly seen = signal<string | undefined>(undefined);
  readonly #pressed = new Map<string, number>();
  readonly #closers: (() => void)[] = [];
  #before: CallView | undefined;
  #unnotice: () => void = () => undefined;

  constructor(
    private readonly parts: ControlParts,
    current: { value: CallView | undefined },
  ) {
    this.#closers.push(effect(() => this.#heard(current.value)));
  }

  /** Asks for something. True when that was answered with yes; false when it failed or was asked for already. */
  async ask(about: string, wish: Wish, path: string, body: object): Promise<boolean> {
    const at = this.parts.now();
    const press = `${about}:${wish.press}`;
    if (this.wishes.peek().has(about) || at - (this.#pressed.get(press) ?? 0) < DOUBLE) return false;
    this.#pressed.set(press, at);
    this.failure.value = undefined;
    this.#set(about, wish);
    try {
      const { participant } = await this.parts.call<ControlAnswer>(path, body);
      // Who was called is known by now; when the live call shows them, it is done.
      if (about === 'add') this.#replace(about, wish, (call) => legOf(call, participant ?? '') !== undefined);
      const mine = this.wishes.peek().get(about);
      this.parts.later(PATIENCE, () => {
        if (mine !== undefined && this.wishes.peek().get(about) === mine) this.#drop(about);
      });
      this.parts.look();
      return true;
    } catch (error) {
      this.#drop(about);
      this.failure.value = failureIn(error);
      this.parts.look();
      return false;
    }
  }

  /** What a switch shows: what is wanted, else what is so. */
  shows(about: string, is: boolean): boolean {
    const wanted = this.wishes.value.get(about)?.wanted;
    return typeof wanted === 'boolean' ? wanted : is;
  }

  isBusy = (about: string): boolean => this.wishes.value.has(about);

  /** Puts somebody on hold, or takes them back. */
  hold({ id }: CallView, participant: string, held: boolean): Promise<boolean> {
    const shows = (call: CallView) => (legOf(call, participant)?.held ?? false) === held;
    const path = held ? '/voice/hold/start' : '/voice/hold/stop';
    return this.ask(`hold:${participant}`, { wanted: held, shows }, path, { callId: id, participant });
  }

  /** Lets nobody hear somebody, or everybody again. */
  mute({ id }: CallView, participant: string, muted: boolean): Promise<boolean> {
    const shows = (call: CallView) => (legOf(call, participant)?.muted ?? false) === muted;
    return this.ask(`mute:${participant}`, { wanted: muted, shows }, '/voice/mute', {
      callId: id,
      participant,
      muted,
    });
  }

  /** Calls somebody into the call. */
  add({ id }: CallView, target: Target): Promise<boolean> {
    const { who: _, ...whom } = { who: '', ...target };
    return this.ask('add', { wanted: 'add', shows: () => false }, '/calls/add', { callId: id, ...whom });
  }

  /** Takes a guest out of the call. */
  remove({ id }: CallView, participant: string): Promise<boolean> {
    const shows = (call: CallView) => legOf(call, participant)?.endedAt !== undefined;
    return this.ask(`remove:${participant}`, { wanted: true, shows }, '/calls/remove', {
      callId: id,
      participant,
    });
  }

  record(call: CallView, what: 'start' | 'pause' | 'resume' | 'stop'): Promise<boolean> {
    const { state, resumesAt } = call.recording ?? {};
    const shows = ({ recording }: CallView): boolean => {
      if (what === 'start') return recording !== undefined;
      if (what === 'stop') return recording === undefined;
      if (what === 'resume') return recording?.state === 'on';
      // Once more while it is paused: longer.
      return recording?.state === 'paused' && (state !== 'paused' || recording.resumesAt !== resumesAt);
    };
    // Going on stands where pausing stood.
    const press = what === 'pause' || what === 'resume' ? 'pause' : 'run';
    return this.ask('record', { wanted: what, shows, press }, `/voice/recordings/${what}`, {
      callId: call.id,
    });
  }

  /** Asks somebody to take the customer over: `warm`, the agent talks with them first. */
  transfer({ id, transfer }: CallView, kind: 'cold' | 'warm', target: Target): Promise<boolean> {
    const { who: _, ...whom } = { who: '', ...target };
    const shows = (call: CallView) => call.transfer !== undefined && call.transfer.since !== transfer?.since;
    return this.ask('transfer', { wanted: kind, shows }, `/transfer/${kind}`, { callId: id, ...whom });
  }

  /** Goes on with a transfer. */
  goOn(call: CallView, what: 'swap' | 'join' | 'complete' | 'cancel'): Promise<boolean> {
    const before = call.transfer;
    const shows = ({ transfer }: CallView): boolean => {
      if (transfer?.phase !== before?.phase) return true;
      // One after the other is put on hold and taken back: in between all three talk.
      if (what === 'swap') return transfer?.with !== 'all' && transfer?.with !== before?.with;
      return what === 'join' && transfer?.with === 'all';
    };
    const wish = { wanted: what, shows, press: what };
    return this.ask('transfer', wish, `/transfer/${what}`, { callId: call.id });
  }

  #set(about: string, wish: Wish): void {
    this.wishes.value = new Map(this.wishes.peek()).set(about, wish);
  }

  #replace(about: string, wish: Wish, shows: Wish['shows']): void {
    if (!this.wishes.peek().has(about)) return;
    const better = { ...wish, shows };
    if (this.#before && shows(this.#before)) this.#drop(about);
    else this.#set(about, better);
  }

  #drop(about: string): void {
    if (!this.wishes.peek().has(about)) return;
    this.wishes.value = new Map([...this.wishes.peek()].filter(([key]) => key !== about));
  }

  /** The live call, as it is now. */
  #heard(call: CallView | undefined): void {
    const before = this.#before;
    this.#before = call;
    if (call?.id !== before?.id) this.#startOver(call);
    if (call === undefined) return;
    for (const [about, wish] of this.wishes.peek()) if (wish.shows(call)) this.#drop(about);
    if (before?.id === call.id) this.#noteRecording(before, call);
    if (call.phase !== 'connected') this.open.value = undefined;
  }

  #startOver(call: CallView | undefined): void {
    this.wishes.value = new Map();
    this.failure.value = undefined;
    this.open.value = undefined;
    this.#tell(undefined);
    // What had come to its end before one looked is not news.
    const over = call?.transfer && call.transfer.phase !== 'ringing' && call.transfer.phase !== 'consulting';
    this.seen.value = over ? call.transfer?.since : undefined;
  }

  #noteRecording({ recording: was }: CallView, { recording: is, phase, recordingMarks }: CallView): void {
    const running = (state: string | undefined) => state === 'on' || state === 'paused';
    if (was?.state === 'paused' && is?.state === 'on') {
      // Whoever pressed the button knows.
      const last = recordingMarks?.at(-1);
      if (last?.what === 'resume' && last.by === undefined) this.#tell('resumed');
    } else if (!running(was?.state) && running(is?.state)) this.#tell('begun');
    else if (was !== undefined && is === undefined && phase === 'connected') this.#tell('ended');
  }

  #tell(notice: RecordingNotice | undefined): void {
    this.#unnotice();
    this.notice.value = notice;
    if (notice !== undefined)
      this.#unnotice = this.parts.later(NOTICE, () => {
        this.notice.value = undefined;
      });
  }

  close(): void {
    this.#unnotice();
    for (const close of this.#closers) close();
  }
}
