import * as v from 'valibot';
import type { WebSocket } from 'ws';
import { type RestReply, TwilioError } from '../../api/rest';
import type { SyncEvent, SyncModel } from '../../api/sync';
import { syncError } from '../../api/sync/errors';
import type { FaultRule } from '../../faults';
import type { Kernel } from '../../product';
import type { AccessTokens } from '../access-token';
import { pause, takeFault } from '../faults';
import type { Cds } from './cds';
import { readRequest } from './cds/request';
import { decodeFrame, encodeFrame, FrameError, type FrameHeader } from './frame';
import {
  type HttpRequest,
  type Push,
  Registrations,
  Request,
  SubscriptionsBody,
  WithToken,
} from './messages';
import { Session, TokenRefused } from './session';
import { Subscriptions } from './subscriptions';

/** What all connections share. */
export interface ConnectionParts {
  kernel: Kernel;
  model: SyncModel;
  tokens: AccessTokens;
  cds: Cds;
  /** Another one after each reset: what a browser remembers from before is not of this account. */
  epoch: string;
}

/** https://www.twilio.com/docs/sync/limits says 100 subscriptions a request; the wait is the SDK's, in milliseconds. */
const SUBSCRIBED = { max_batch_size: 100, estimated_delivery_in_ms: 10_000 };

/** Sync's pushes need no registration: these are only confirmed. */
const CONFIRMED = ['put_notification_ctx', 'delete_notification_ctx', 'ping'];

const OK = { code: 200, status: 'OK' };

/** One SDK's socket: Twilsock V3 with Sync behind it. Messages are taken, and pushes sent, strictly one by one. */
export class Connection {
  readonly #session: Session;
  readonly #subscriptions: Subscriptions;
  /** Where pushes go, as the SDK last addressed it. */
  #host = 'localhost';
  #incoming: Promise<void> = Promise.resolve();
  #outgoing: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: ConnectionParts,
    private readonly socket: WebSocket,
  ) {
    const { kernel, model, tokens } = parts;
    this.#subscriptions = new Subscriptions(model, (push) => this.#push(push));
    this.#session = new Session(kernel, model, tokens, {
      aboutToExpire: () =>
        this.#send({ method: 'client_update', client_update_type: 'token_about_to_expire' }),
      expired: () => this.#end(410, 'GONE', 'Access token expired', 20104),
    });
  }

  /** Takes a message once those before it are done. */
  receive(bytes: Buffer): void {
    this.#incoming = this.#incoming.then(() => this.#take(bytes));
  }

  changed(event: SyncEvent): void {
    const { caller } = this.#session;
    if (caller) this.#subscriptions.changed(event, caller, this.#host);
  }

  /** The socket is gone. */
  closed(): void {
    if (this.#session.caller) this.#note('left');
    this.#session.end();
  }

  async #take(bytes: Buffer): Promise<void> {
    try {
      const { header, payload } = decodeFrame(bytes);
      if (header.method === 'reply' || header.method === 'telemetry.v1') return;
      if (header.method === 'close') return this.socket.close();
      if (header.method === 'message') return await this.#request(header, payload);
      const fault = await this.#faulty(header.method.toUpperCase(), 'Twilsock');
      if (fault?.effect === 'fail')
        return this.#reply(header, { code: fault.status ?? 500, status: 'ERROR', errorCode: fault.code });
      this.#control(header);
      if (fault?.effect === 'fail-after') this.socket.terminate();
    } catch (error) {
      if (error === BROKEN) return;
      const { message, stack } = error as Error;
      const theirs = error instanceof FrameError || error instanceof v.ValiError;
      if (theirs) this.#violation(`A message on the Sync socket is not understood: ${message}`);
      else this.#violation(`The emulator failed at a message on the Sync socket: ${message}`, { stack });
      this.#end(theirs ? 406 : 500, theirs ? 'NOT_ACCEPTABLE' : 'ERROR', message);
    }
  }

  #control(header: FrameHeader): void {
    const { method } = header;
    if (method === 'init' || method === 'update') this.#identify(header);
    else if (CONFIRMED.includes(method)) this.#reply(header, OK);
    else throw new FrameError(`the emulator has no method "${method}" on this socket`);
  }

  #identify(header: FrameHeader): void {
    const known = this.#session.caller !== undefined;
    try {
      const { identity } = this.#session.show(v.parse(WithToken, header).token);
      this.#note(known ? 'has a new token' : 'connected');
      this.#reply(header, OK, header.method === 'init' ? this.#welcome(header, identity) : {});
      this.#session.watch();
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      const { code, message } = error;
      this.#note(`refused: ${code} ${message}`);
      this.#reply(header, { code: 401, status: 'UNAUTHORIZED', description: message, errorCode: code });
    }
  }

  #welcome(header: FrameHeader, identity: string): Record<string, unknown> {
    const { serviceSid = '' } = this.#session.caller ?? {};
    return {
      continuation_token: this.#id(),
      continuation_token_status: { reissued: true },
      capabilities: ['client_update', 'offline_storage'],
      // What a browser remembers under this name is one person's, of one service.
      offline_storage: { data_sync: { storage_id: `${this.parts.epoch}.${serviceSid}.${identity}` } },
      init_registrations: v.parse(Registrations, header).registrations ?? [],
    };
  }

  async #request(header: FrameHeader, payload: Buffer): Promise<void> {
    const http = v.parse(Request, header).http_request;
    const fault = await this.#faulty(http.method, http.path);
    // What a request causes is pushed after its reply: nothing may be awaited from here to there.
    const reply =
      fault?.effect === 'fail'
        ? new TwilioError(fault.status ?? 500, fault.code ?? 20500, 'An internal server error has occurred')
            .reply
        : this.#carryOut(http, payload);
    this.#note(`${http.method} ${http.path}: ${reply.status}${errorOf(reply)}`);
    if (fault?.effect === 'fail-after') return this.socket.terminate();
    this.#answer(header, reply);
  }

  #carryOut(http: HttpRequest, payload: Buffer): RestReply {
    const { caller } = this.#session;
    try {
      if (!caller) throw new TwilioError(401, 20003, 'Authenticate');
      this.#host = http.host;
      const request = readRequest(http, payload, caller);
      if (http.path !== '/v4/Subscriptions') return this.parts.cds.handle(request);
      const body = v.safeParse(SubscriptionsBody, request.json);
      if (http.method !== 'POST' || !body.success) throw syncError(54008);
      this.#subscriptions.apply(body.output, caller, http.host);
      return { status: 200, json: SUBSCRIBED };
    } catch (error) {
      if (error instanceof TwilioError) return error.reply;
      const { message, stack } = error as Error;
      this.#violation(`The emulator failed at ${http.method} ${http.path}: ${message}`, { stack });
      return new TwilioError(500, 20500, 'An internal server error has occurred').reply;
    }
  }

  /** Waits out a delay, breaks the connection for a drop; what remains is for the caller to do. */
  async #faulty(step: string, path: string): Promise<FaultRule | undefined> {
    const fault = takeFault(this.parts.kernel, step, path);
    if (fault?.effect === 'delay') await pause(this.parts.kernel, fault);
    if (fault?.effect !== 'drop') return fault;
    this.socket.terminate();
    throw BROKEN;
  }

  #push(push: Push): void {
    this.#outgoing = this.#outgoing.then(async () => {
      const fault = takeFault(this.parts.kernel, 'PUSH', push.event_type);
      if (fault?.effect === 'delay') await pause(this.parts.kernel, fault);
      else if (fault) return this.socket.terminate();
      this.#send({ method: 'notification', message_type: 'twilio.sync.event' }, push);
    });
  }

  #answer(header: FrameHeader, { status, json, headers }: RestReply): void {
    const rest = {
      http_status: { code: status, status: status < 300 ? 'OK' : 'ERROR' },
      http_headers: { 'Content-Type': 'application/json', ...headers },
    };
    this.#reply(header, OK, rest, json);
  }

  #reply({ id }: FrameHeader, status: object, rest: object = {}, payload?: unknown): void {
    this.#send({ method: 'reply', id, status, ...rest }, payload);
  }

  /** Says why, then closes. */
  #end(code: number, status: string, description: string, errorCode?: number): void {
    this.#send({ method: 'close', status: { code, status, description, errorCode } });
    this.socket.close();
  }

  #send(header: { method: string; id?: string; [field: string]: unknown }, payload?: unknown): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(encodeFrame({ id: this.#id(), ...header }, payload));
  }

  /** Not from the kernel's ids: how much a client is told must not change the SIDs that follow. */
  #id(): string {
    return `TM${crypto.randomUUID()}`;
  }

  #violation(summary: string, data: Record<string, unknown> = {}): void {
    this.parts.kernel.timeline.violation(summary, data);
  }

  #note(what: string): void {
    const who = this.#session.caller?.identity ?? 'somebody';
    this.parts.kernel.timeline.add({ kind: 'sync', summary: `socket of ${who}: ${what}` });
  }
}

/** Thrown when a fault has broken the connection: nothing more is to be done. */
const BROKEN = Symbol('connection broken by a fault');

function errorOf({ status, json }: RestReply): string {
  const { code, message } = (status >= 400 ? (json ?? {}) : {}) as { code?: number; message?: string };
  return code === undefined ? '' : ` ${code} ${message ?? ''}`;
}
