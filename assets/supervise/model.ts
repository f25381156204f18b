import { computed, signal } from '@preact/signals';
import type {
  CallView,
  ControlAnswer,
  FloorItem,
  StateAnswer,
  SupervisionMode,
} from '../../src/calls/contract';
import type { MapListener } from '../live/shared';
import { type Failure, failureIn } from '../session/post';

/** What a supervisor wants: a position, or out of the call. */
export type Wish = SupervisionMode | 'stop';

/** What supervising is made from; a test brings its own. */
export interface SupervisionParts {
  call<T>(path: string, body?: object): Promise<T>;
  /** The supervisor's own e-mail address. */
  email(): string;
  later(ms: number, work: () => void): () => void;
  /** Where they are rung; a browser is ready to be rung then. Rejects with a `Failure` when it can't be. */
  ready(): Promise<'phone' | 'browser' | undefined>;
  /** The call that this tab will be rung for, and then answers by itself. */
  expect(call: string | undefined): void;
}

/** What was asked for and is not so yet. */
export interface Asked {
  call: string;
  agent: string;
  wish: Wish;
  /** It is on its way to the functions. */
  sending: boolean;
}

/** How a call stands, as far as supervising is concerned. */
export interface Standing {
  /** Who hears me in it, by Twilio's word; undefined: I am not in it. */
  mode: SupervisionMode | undefined;
  /** What I have asked for and is not so yet. */
  pending: Wish | undefined;
  /** Somebody else who supervises it: their e-mail address, perhaps cut. */
  other: string | undefined;
}

/** What was asked for is looked after this often until it is so. Milliseconds. */
const LOOK = 2_000;
/** An address that was cut is never shorter. */
const LEAST = 24;

/** A failure that only this page knows: nobody answered, or pressed a key. */
export const NOT_REACHED = 'not_reached';

/** The live calls of everybody, and who of them hears the supervisor at this page. */
export class Supervision {
  /** By call id, as the map `floor` tells. */
  readonly calls = signal<ReadonlyMap<string, FloorItem>>(new Map());
  readonly asked = signal<Asked | undefined>(undefined);
  readonly failure = signal<{ call: string; code: string; failure?: Failure } | undefined>(undefined);
  /** What an answer told of one call, until the floor tells the same. */
  readonly #told = signal<{ call: string; mode: SupervisionMode | undefined } | undefined>(undefined);
  #cancel: () => void = () => undefined;

  /** The call that I supervise, or am about to. */
  readonly current = computed(() => {
    for (const [call, item] of this.calls.value) {
      const standing = this.standing(call);
      if (standing.mode !== undefined || (standing.pending ?? 'stop') !== 'stop')
        return { call, item, ...standing };
    }
    return undefined;
  });

  constructor(private readonly parts: SupervisionParts) {}

  /** Hears of the map `floor`. */
  readonly listener: MapListener = {
    reset: (items) => {
      this.calls.value = new Map([...items].map(([call, item]) => [call, item as FloorItem]));
      this.#heardFloor();
    },
    item: (call, item) => {
      this.calls.value = new Map(this.calls.peek()).set(call, item as FloorItem);
      this.#heardFloor();
    },
    gone: (call) => {
      this.calls.value = new Map([...this.calls.peek()].filter(([id]) => id !== call));
      this.#heardFloor();
    },
  };

  /** How a call stands. */
  standing(call: string): Standing {
    const item = this.calls.value.get(call);
    const told = this.#told.value;
    const asked = this.asked.value;
    const by = item?.supervised?.by;
    return {
      mode: told?.call === call ? told.mode : this.#onFloor(item),
      pending: asked?.call === call ? asked.wish : undefined,
      other: by !== undefined && !this.#isMe(by) ? by : undefined,
    };
  }

  /** Who hears me, as the floor tells it. */
  #onFloor(item: FloorItem | undefined): SupervisionMode | undefined {
    return item?.supervised && this.#isMe(item.supervised.by) ? item.supervised.mode : undefined;
  }

  #isMe(by: string): boolean {
    const email = this.parts.email();
    return email === by || (by.length >= LEAST && email.startsWith(by));
  }

  /** Changes who hears me in a call, comes in, or leaves. What is on its way already is waited for. */
  async ask(call: string, wish: Wish): Promise<void> {
    const agent = this.calls.peek().get(call)?.agent;
    const before = this.asked.peek();
    if (agent === undefined || before?.sending) return;
    const { mode, pending } = this.standing(call);
    if (wish === (pending ?? mode ?? 'stop')) return;
    this.#cancel();
    this.failure.value = undefined;
    this.asked.value = { call, agent, wish, sending: true };
    try {
      const isNew = mode === undefined && pending === undefined;
      const device = isNew ? await this.parts.ready() : undefined;
      if (device === 'browser') this.parts.expect(call);
      const { call: view } = await this.parts.call<ControlAnswer>(`/supervise/${wish}`, {
        callId: call,
        agent,
        ...(device === undefined ? {} : { device }),
      });
      this.asked.value = { call, agent, wish, sending: false };
      this.#hear(view);
      this.#settle();
      this.#watch();
    } catch (error) {
      const failure = failureIn(error);
      this.#end({ call, code: failure.code, failure });
      // Nobody knows what has become of it.
      this.#look(call, agent).catch(() => undefined);
    }
  }

  /** What an answer of the functions tells of me in a call. */
  #hear(view: CallView): void {
    const { supervision, legs, id } = view;
    const isIn = legs.some(({ label, present }) => label === 'supervisor' && present);
    const mine = supervision !== undefined && this.#isMe(supervision.by) && isIn;
    this.#told.value = { call: id, mode: mine ? supervision.mode : undefined };
  }

  /** The floor has changed: it may be behind what an answer told, or that may be behind the floor. */
  #heardFloor(): void {
    const told = this.#told.peek();
    if (told) {
      const item = this.calls.peek().get(told.call);
      const mode = this.#onFloor(item);
      const { pending } = this.standing(told.call);
      if (item === undefined || mode === told.mode || (mode !== undefined && mode === pending))
        this.#told.value = undefined;
      else if (!this.asked.peek()?.sending) this.#look(told.call, item.agent).catch(() => undefined);
    }
    this.#settle();
    if (this.current.peek() === undefined && this.asked.peek() === undefined) this.parts.expect(undefined);
  }

  /** What was asked for may be so by now, or may never be. */
  #settle(): void {
    const asked = this.asked.peek();
    if (asked === undefined || asked.sending) return;
    if (!this.calls.peek().has(asked.call))
      this.#end(asked.wish === 'stop' ? undefined : { call: asked.call, code: 'call_ended' });
    else if ((this.standing(asked.call).mode ?? 'stop') === asked.wish) this.#end();
  }

  #end(failure?: { call: string; code: string; failure?: Failure }): void {
    this.#cancel();
    this.asked.value = undefined;
    if (failure !== undefined) this.failure.value = failure;
    if (this.current.peek() === undefined) this.parts.expect(undefined);
  }

  #looking = false;
  async #look(call: string, agent: string): Promise<CallView | undefined> {
    if (this.#looking) return undefined;
    this.#looking = true;
    try {
      const { call: view } = await this.parts.call<StateAnswer>('/calls/state', { callId: call, agent });
      if (view !== null && !this.asked.peek()?.sending) this.#hear(view);
      return view ?? undefined;
    } finally {
      this.#looking = false;
    }
  }

  /** Looks after what was asked for until it is so: somebody who does not answer is told of by nobody else. */
  #watch(): void {
    if (this.asked.peek() === undefined) return;
    this.#cancel = this.parts.later(LOOK, async () => {
      const asked = this.asked.peek();
      if (asked === undefined || asked.sending) return;
      const view = await this.#look(asked.call, asked.agent).catch(() => undefined);
      if (this.asked.peek() !== asked) return;
      const supervision = view?.supervision;
      const out = view !== undefined && (supervision === undefined || !this.#isMe(supervision.by));
      if (out && asked.wish !== 'stop')
        this.#end({ call: asked.call, code: view.phase === 'ended' ? 'call_ended' : NOT_REACHED });
      else if ((this.standing(asked.call).mode ?? 'stop') === asked.wish) this.#end();
      else this.#watch();
    });
  }

  /** Ends a call, for both. */
  async hangUp(call: string): Promise<void> {
    await this.#do(call, '/calls/hangup', {});
  }

  /** Says something to everybody in a call. True when it is being said. */
  say(call: string, text: string): Promise<boolean> {
    const agent = this.calls.peek().get(call)?.agent;
    return this.#do(call, '/calls/announce', { text, ...(agent === undefined ? {} : { agent }) });
  }

  /** What is being done to a call beside supervising it. */
  readonly doing = signal<string | undefined>(undefined);

  async #do(call: string, path: string, body: object): Promise<boolean> {
    if (this.doing.peek() !== undefined) return false;
    this.doing.value = path;
    this.failure.value = undefined;
    try {
      await this.parts.call(path, { callId: call, ...body });
      return true;
    } catch (error) {
      const failure = failureIn(error);
      this.failure.value = { call, code: failure.code, failure };
      return false;
    } finally {
      this.doing.value = undefined;
    }
  }

  close(): void {
    this.#cancel();
  }
}
