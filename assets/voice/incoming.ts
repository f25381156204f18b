import { signal } from '@preact/signals';
import type { Call } from '@twilio/voice-sdk';

/** A call that rings, or rang, in this browser. */
export interface Ring {
  /** Twilio's CallSid. */
  sid: string;
  /** Who calls: E.164, `client:` and an agent's id, or what Twilio writes for a withheld number. */
  from: string;
  /** Since when, milliseconds since the epoch. */
  at: number;
  /** The id of the call that a supervisor is rung for. */
  supervises?: string;
}

/** What tabs tell each other of a call that rings in all of them. */
interface Handled {
  sid: string;
  declined: boolean;
}

/** Held by the tab that talks: the others don't ring meanwhile, as they are the same person. */
const TALKING = 'cordboard.talking';

/** What a supervisor is rung for is answered by the tab that asked; only when it does not, others ring. Milliseconds. */
const OTHERS_AFTER = 2_000;

async function talksElsewhere(): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => name === TALKING) ?? false;
}

/** Tells all tabs that one talks, until the function that is returned is called. */
export function talksHere(): () => void {
  if (!('locks' in navigator)) return () => undefined;
  let over: () => void = () => undefined;
  const whole = new Promise<void>((resolve) => {
    over = resolve;
  });
  navigator.locks.request(TALKING, { mode: 'shared' }, () => whole).catch(() => undefined);
  return () => over();
}

/** The calls that ring here. All tabs of a person ring; what is done in one is done in all. */
export class Incoming {
  /** Oldest first. */
  readonly ringing = signal<readonly Ring[]>([]);
  /** The last one that stopped ringing before anybody here did anything. */
  readonly missed = signal<Ring | undefined>(undefined);
  /** The call that this tab has asked to supervise: when it rings for that, it answers by itself. */
  expected: string | undefined;
  readonly #calls = new Map<string, Call>();
  /** Answered or declined, in whichever tab. */
  readonly #handled = new Set<string>();
  readonly #tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('cordboard.incoming') : undefined;

  /** `busy`: the agent is in a call. `answered`: somebody wants to talk in this one, here. */
  constructor(
    private readonly busy: () => boolean,
    private readonly answered: (call: Call, ring: Ring) => void,
  ) {
    this.#tabs?.addEventListener('message', ({ data: { sid, declined } }: MessageEvent<Handled>) => {
      this.#handled.add(sid);
      if (declined) this.#calls.get(sid)?.reject();
    });
  }

  /** A call has come. Who is in a call is not disturbed; the caller hears it ring until somebody else takes it. */
  async came(call: Call): Promise<void> {
    const sid = call.parameters.CallSid ?? '';
    const supervises = call.customParameters.get('supervises');
    const from = call.parameters.From ?? '';
    const ring: Ring = { sid, from, at: Date.now(), ...(supervises === undefined ? {} : { supervises }) };
    this.#calls.set(sid, call);
    for (const event of ['accept', 'cancel', 'disconnect', 'reject', 'error'] as const)
      call.on(event, () => this.#stopped(ring));
    if (this.busy() || (await talksElsewhere())) {
      this.#calls.delete(sid);
      call.ignore();
      return;
    }
    if (supervises !== undefined && supervises !== this.expected)
      await new Promise((resolve) => setTimeout(resolve, OTHERS_AFTER));
    if (!this.#calls.has(sid)) return;
    if (supervises !== undefined && supervises === this.expected) {
      this.#accept(call, ring);
      return;
    }
    this.missed.value = undefined;
    this.ringing.value = [...this.ringing.peek(), ring];
  }

  answer({ sid }: Ring): void {
    const call = this.#calls.get(sid);
    const ring = this.ringing.peek().find((each) => each.sid === sid);
    if (call !== undefined && ring !== undefined) this.#accept(call, ring);
  }

  #accept(call: Call, ring: Ring): void {
    this.#tell({ sid: ring.sid, declined: false });
    this.answered(call, ring);
    call.accept();
  }

  decline({ sid }: Ring): void {
    this.#tell({ sid, declined: true });
    this.#calls.get(sid)?.reject();
  }

  /** Nothing rings here any more. */
  clear(): void {
    this.#calls.clear();
    this.ringing.value = [];
    this.missed.value = undefined;
  }

  close(): void {
    this.clear();
    this.#tabs?.close();
  }

  #tell(handled: Handled): void {
    this.#handled.add(handled.sid);
    this.#tabs?.postMessage(handled);
  }

  #stopped(ring: Ring): void {
    if (!this.#calls.delete(ring.sid)) return;
    const rang = this.ringing.peek();
    this.ringing.value = rang.filter(({ sid }) => sid !== ring.sid);
    if (this.ringing.peek().length < rang.length && !this.#handled.has(ring.sid)) this.missed.value = ring;
  }
}
