import type { Twilio } from 'twilio';
import type { Config } from '../config';
import type { LiveState } from '../live-state';
import type { Deadline } from '../twilio';
import type { Logger } from './log';

/** What somebody may do. Comes from configuration and the agents' directory, never from a request. */
export type Role = 'agent' | 'supervisor' | 'admin';

/** Who holds the session a request came with. */
export interface Caller {
  agentId: string;
  email: string;
  /** Their own verified number, E.164. */
  phone: string;
  roles: Role[];
  sessionId: string;
  tenant: string;
  /** Their TaskRouter worker, if the session was made or refreshed since it is known. */
  worker?: string;
}

/** A customer who was given a token for their task. */
export interface Customer {
  /** `WT…`: nothing of any other task is told to them. */
  taskSid: string;
  /** The topic of that task. */
  topic: string;
  /** The call that it is about, `CA…`, if it is about one. */
  callSid?: string;
  tenant: string;
}

/** Who asks where both may: somebody with a session, or a customer. */
export type Asker = { kind: 'person'; person: Caller } | { kind: 'customer'; customer: Customer };

/** Somebody without a session. */
export interface PublicCaller {
  /**
   * A keyed hash of the few headers that survive the platform. Functions never see a client's address, so this tells
   * kinds of clients apart, not clients: good for a wide limit only.
   */
  client: string;
  cookies: Record<string, string>;
}

/** A cookie to set; `maxAge` 0 removes it. Always HttpOnly, SameSite=Strict, and of this host alone. */
export interface Cookie {
  name: string;
  value: string;
  /** Seconds. */
  maxAge: number;
}

/** What is to be saved as a file; sent in place of JSON. */
export interface FileAnswer {
  name: string;
  /** Like `text/csv`. It is sent in UTF-8. */
  type: string;
  text: string;
  /** What to send to the same URL for the next part; becomes a `Link` header with `rel="next"`. */
  next?: Record<string, string>;
}

/** What a use case answers with; sent as `{status: "success", message, data}`. */
export interface Success {
  message: string;
  data: unknown;
  /** Fields that stand beside `data` as well, where the interface has them there. */
  beside?: Record<string, unknown>;
  file?: FileAnswer;
  /** 200 unless told. */
  status?: 200 | 201 | 202;
  cookies?: Cookie[];
}

/** What a use case answers with that gives out a file, or part of one. Never kept by a cache unless its headers say so. */
export interface Media {
  status: 200 | 206 | 416;
  headers: Record<string, string>;
  body: Buffer;
}

/** What a webhook answers Twilio: a TwiML document as text, JSON where Twilio asks for that, or nothing (204). */
export type Reply = string | object | undefined;

/** What every use case is given. Always of one tenant; nothing in a use case reads the environment itself. */
export interface Deps {
  /** The SDK's client, made at first use, with our time budget, retries and counters around every request. */
  twilio(): Twilio;
  config: Config;
  live: LiveState;
  now(): Date;
  ids: {
    /** A name nobody can guess: 160 random bits as 32 characters of lower-case base32. */
    unguessable(): string;
  };
  log: Logger;
  deadline: Deadline;
  /**
   * What Twilio calls the webhook that is being answered: the same when it delivers it again. Only in webhooks.
   * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
   */
  delivery?: string;
  tenant: string;
  /**
   * Address of one of our functions for Twilio to call. Carries the connection overrides that make Twilio deliver
   * again after a 5xx, a failed connection or a timeout.
   * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
   */
  webhookUrl(path: string, query?: Record<string, string>): string;
}
