import { signal } from '@preact/signals';
import { type Answer, type Failure, failureIn } from './post';
import type { TabMessage, Tabs } from './tabs';

/** Who is signed in, as the functions show them to themselves. */
export interface Agent {
  id: string;
  email: string;
  phone: string;
  roles: string[];
}

/** `data` of /setup/phone/validate and /session/refresh. */
export interface SignedIn {
  agent: Agent;
  accessToken: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** A session in this tab's memory; the refresh cookie is out of any script's reach. */
export interface Held {
  agent: Agent;
  accessToken: string;
  /** When the access token ends, by this machine's clock, milliseconds since the epoch. */
  until: number;
}

export type SessionState =
  | { is: 'starting' }
  /** Neither signed in nor out for sure: the functions can't be reached. Tried again by itself. */
  | { is: 'unreachable' }
  | { is: 'signed-out'; why?: 'ended' }
  | { is: 'signed-in'; agent: Agent };

/** What a session is made from; a test brings its own. */
export interface SessionParts {
  send<T>(path: string, body?: object, token?: string): Promise<Answer<T>>;
  tabs(heard: (message: TabMessage<Held>) => void): Tabs<Held>;
  /** Remembers, over reloads, only that there may be a session. */
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  now(): number;
  later(ms: number, work: () => void): () => void;
}

/** Refreshed this long before the end, so that no request meets a token that is just over. Milliseconds. */
const MARGIN = 60_000;
/** Between attempts to reach the functions. Milliseconds. */
const AGAIN = 3_000;
const HINT = 'cordboard.session';
/** After these there is no session any more. */
const OVER = new Set(['no_session', 'invalid_token', 'session_ended', 'email_not_allowed']);

/**
 * The session of this tab. The access token lives in memory only and is renewed before it ends; signing in or out in one
 * tab does so in all of them, and only one of them renews at a time.
 */
export class Session {
  readonly state = signal<SessionState>({ is: 'starting' });
  readonly #tabs: Tabs<Held>;
  #held: Held | undefined;
  #cancel: () => void = () => undefined;
  /** Another tab has started or ended a call. */
  onLook: () => void = () => undefined;

  constructor(private readonly parts: SessionParts) {
    this.#tabs = parts.tabs((message) => {
      if (message.kind === 'look') this.onLook();
      else if (message.kind === 'signed-out') this.#drop();
      else this.#hold(message.held);
    });
  }

  /** Finds out whether there is a session. Who has never signed in here costs no request. */
  async start(): Promise<void> {
    if (this.parts.memory.getItem(HINT) === null) this.state.value = { is: 'signed-out' };
    else await this.#renew().catch(() => undefined);
  }

  /** Begins a session with what signing in has brought, in all tabs. */
  begin({ data, at }: Answer<SignedIn>): void {
    const held = this.#heldOf(data, at);
    this.#hold(held);
    this.#tabs.tell({ kind: 'signed-in', held });
  }

  /** Signs out, in all tabs. Without network the cookie stays, so that is told as `offline`. */
  async end(): Promise<void> {
    await this.parts.send('/session/end');
    this.#drop();
    this.#tabs.tell({ kind: 'signed-out' });
  }

  /** A request of the agent's. Renews the token when it must, once. Throws `Failure`. */
  async call<T>(path: string, body: object = {}): Promise<T> {
    const held = await this.#fresh();
    try {
      return (await this.parts.send<T>(path, body, held.accessToken)).data;
    } catch (error) {
      const { code } = failureIn(error);
      if (code !== 'token_expired' && code !== 'invalid_token') throw error;
      const renewed = await this.#renew(held.accessToken);
      return (await this.parts.send<T>(path, body, renewed.accessToken)).data;
    }
  }

  /** The access token, for what takes it by itself. */
  async token(): Promise<string> {
    return (await this.#fresh()).accessToken;
  }

  /** Asks the other tabs to look at the call now. */
  tellOthers(): void {
    this.#tabs.tell({ kind: 'look' });
  }

  /** Time may have stood still (sleep) or the network may be back: renews if that is due. */
  wake(): void {
    if (this.state.value.is === 'unreachable' || (this.#held && !this.#isFresh(this.#held)))
      this.#renew().catch(() => undefined);
  }

  #isFresh(held: Held): boolean {
    return held.until - this.parts.now() > MARGIN;
  }

  #heldOf({ agent, accessToken, expiresAt }: SignedIn, at: number): Held {
    return { agent, accessToken, until: this.parts.now() + Date.parse(expiresAt) - at };
  }

  async #fresh(): Promise<Held> {
    const held = this.#held;
    return held !== undefined && this.#isFresh(held) ? held : this.#renew();
  }

  /** `stale`: a token that is known to be no good any more. */
  #renew(stale?: string): Promise<Held> {
    return this.#tabs.alone(async () => {
      // While this tab waited for its turn another one may have done it.
      const held = this.#held;
      if (held !== undefined && held.accessToken !== stale && this.#isFresh(held)) return held;
      try {
        const { data, at } = await this.parts.send<SignedIn>('/session/refresh');
        const renewed = this.#heldOf(data, at);
        this.#hold(renewed);
        this.#tabs.tell({ kind: 'signed-in', held: renewed });
        return renewed;
      } catch (error) {
        this.#renewFailed(failureIn(error));
        throw error;
      }
    });
  }

  #renewFailed(failure: Failure): void {
    if (OVER.has(failure.code)) {
      this.#drop('ended');
      this.#tabs.tell({ kind: 'signed-out' });
      return;
    }
    if (this.#held === undefined) this.state.value = { is: 'unreachable' };
    this.#schedule(AGAIN);
  }

  #hold(held: Held): void {
    this.#held = held;
    this.parts.memory.setItem(HINT, '1');
    const now = this.state.peek();
    if (now.is !== 'signed-in' || JSON.stringify(now.agent) !== JSON.stringify(held.agent))
      this.state.value = { is: 'signed-in', agent: held.agent };
    this.#schedule(Math.max(AGAIN, held.until - this.parts.now() - MARGIN));
  }

  #drop(why?: 'ended'): void {
    this.#cancel();
    this.#held = undefined;
    this.parts.memory.removeItem(HINT);
    this.state.value = why === undefined ? { is: 'signed-out' } : { is: 'signed-out', why };
  }

  #schedule(ms: number): void {
    this.#cancel();
    // A browser's timers hold 31 bits.
    this.#cancel = this.parts.later(Math.min(ms, 2 ** 31 - 1), () => this.#renew().catch(() => undefined));
  }
}
