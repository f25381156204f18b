import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { FaultRule } from '../faults';
import { Ids } from '../ids';
import type { Kernel, Product } from '../product';
import { authenticate } from './authentication';
import { parseBody, readBody } from './body';
import type { Contract } from './contract';
import type { Operation } from './contract/specs';
import { Form, notFound, type RestReply, type RestRequest, TwilioError } from './rest';
import { Routes } from './routes';

/** Longer replies are kept on the timeline as their beginning only. */
const KEPT = 20_000;

interface Exchange {
  request: RestRequest;
  operation: Operation | undefined;
  reply: RestReply;
}

const pause = (kernel: Kernel, ms: number): Promise<void> =>
  new Promise((resolve) => kernel.clock.setTimeout(resolve, ms));

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/**
 * Twilio's REST API: every request to `*.twilio.com` comes here, is checked against Twilio's OpenAPI, carried out by the
 * product that has its route, and kept on the timeline with its answer.
 */
export class RestServer {
  #routes: Routes;
  #running = 0;
  /** Request ids have a stream of their own: how often a program asks must not change the SIDs that follow. */
  #ids = new Ids(1);

  constructor(
    private readonly kernel: Kernel,
    private readonly contract: Contract,
    products: Product[],
  ) {
    this.#routes = new Routes(products.flatMap((product) => product.routes));
  }

  /** Answers one request. Never rejects. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse, host: string): Promise<void> {
    const started = performance.now();
    this.#running++;
    const url = new URL(incoming.url ?? '/', `https://${host}`);
    const method = incoming.method ?? 'GET';
    try {
      const fault = this.#fault(method, url);
      if (fault?.effect === 'delay') await pause(this.kernel, fault.ms ?? 0);
      if (fault?.effect === 'drop') {
        this.#record(started, method, url, undefined, 'connection broken by a fault, nothing done');
        incoming.socket.destroy();
        return;
      }
      const exchange = await this.#exchange(incoming, method, url, fault);
      if (outgoing.destroyed) return;
      if (fault?.effect === 'fail-after') {
        this.#record(started, method, url, exchange, 'done, but the answer was lost by a fault');
        incoming.socket.destroy();
        return;
      }
      this.#send(started, outgoing, exchange.reply);
      this.#record(started, method, url, exchange);
    } catch (error) {
      // Only the transport itself ends here: a caller that broke off while it was sending.
      outgoing.destroy();
      this.#record(started, method, url, undefined, `the caller broke off (${(error as Error).message})`);
    } finally {
      this.#running--;
    }
  }

  #fault(method: string, url: URL): FaultRule | undefined {
    const fault = this.kernel.faults.take('rest', method, url.href);
    if (fault) {
      this.kernel.timeline.add({
        kind: 'fault',
        summary: `${fault.effect} on ${method} ${url.host}${url.pathname}`,
        data: { ...fault },
      });
    }
    return fault;
  }

  async #exchange(
    incoming: IncomingMessage,
    method: string,
    url: URL,
    fault: FaultRule | undefined,
  ): Promise<Exchange> {
    const body = await readBody(incoming).catch((error: unknown) => {
      if (error instanceof TwilioError) return error;
      throw error;
    });
    const request: RestRequest = {
      method,
      host: url.host,
      url,
      params: {},
      query: new Form(url.searchParams),
      form: new Form(new URLSearchParams()),
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      headers: flat(incoming.headers),
    };
    const operation = this.contract.find(method, url.host, url.pathname);
    const exchange: Exchange = { request, operation, reply: { status: 500 } };
    try {
      if (body instanceof TwilioError) throw body;
      if (fault?.effect === 'fail')
        throw new TwilioError(
          fault.status ?? 500,
          fault.code ?? 20500,
          'An internal server error has occurred',
        );
      exchange.reply = await this.#carryOut(exchange, incoming.headers);
    } catch (error) {
      exchange.reply = this.#failed(error, method, url);
    }
    if (operation && exchange.reply.status !== 501 && fault?.effect !== 'fail')
      this.contract.checkAnswer(operation, exchange.reply);
    return exchange;
  }

  async #carryOut(exchange: Exchange, headers: IncomingHttpHeaders): Promise<RestReply> {
    const { request, operation } = exchange;
    const { method, host, url } = request;
    authenticate(this.kernel.account, headers, url.pathname);
    const found = this.#routes.find(method, host, url.pathname);
    if (!operation && !found) throw notFound(request);
    const parsed = parseBody(request.body, headers['content-type'] ?? '');
    request.form = new Form(parsed.fields);
    if (parsed.json !== undefined) request.json = parsed.json;
    if (operation) this.contract.checkRequest(operation, request);
    if (!found) throw this.#missing(operation, request);
    request.params = found.params;
    return found.route.handle(request);
  }

  #missing(operation: Operation | undefined, request: RestRequest): TwilioError {
    if (!operation) return notFound(request);
    this.contract.unsupported(operation);
    const product = operation.spec.replace(/^twilio_/, '').replace(/_[^_]+$/, '');
    const name = `${operation.id} (${operation.method} https://${request.host}${operation.template})`;
    return new TwilioError(
      501,
      501,
      `The emulator has no ${name}. Add it in emulator/api/${product === 'api' ? '<product>' : product}/; ` +
        'emulator/README.md says how.',
    );
  }

  #failed(error: unknown, method: string, url: URL): RestReply {
    if (error instanceof TwilioError) return error.reply;
    this.kernel.timeline.violation(
      `The emulator failed at ${method} ${url.host}${url.pathname}: ${(error as Error).message}`,
      { stack: (error as Error).stack },
    );
    return new TwilioError(500, 20500, 'An internal server error has occurred').reply;
  }

  #send(started: number, outgoing: ServerResponse, reply: RestReply): void {
    const body = reply.json === undefined ? (reply.body ?? '') : JSON.stringify(reply.json);
    outgoing.writeHead(reply.status, {
      ...(reply.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(reply.status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
      'twilio-concurrent-requests': String(this.#running),
      'twilio-request-id': this.#ids.sid('RQ'),
      'twilio-request-duration': ((performance.now() - started) / 1000).toFixed(3),
      ...reply.headers,
    });
    outgoing.end(reply.status === 204 ? undefined : body);
  }

  #record(started: number, method: string, url: URL, exchange: Exchange | undefined, note?: string): void {
    const { request, operation, reply } = exchange ?? {};
    const name = operation ? ` (${operation.id})` : '';
    const outcome = note ?? String(reply?.status);
    const text = reply?.json === undefined ? undefined : JSON.stringify(reply.json);
    this.kernel.timeline.add({
      kind: 'rest',
      summary: `${method} ${url.host}${url.pathname}${name}: ${outcome}${errorOf(reply)}`,
      ms: Math.round((performance.now() - started) * 10) / 10,
      ...subjectOf('CA', 'callSid', url, reply),
      ...subjectOf('CF', 'conferenceSid', url, reply),
      data: {
        method,
        host: url.host,
        path: url.pathname,
        ...(url.search ? { query: new Form(url.searchParams).toJSON() } : {}),
        ...(operation ? { operation: operation.id } : {}),
        ...(request ? shown(request) : {}),
        ...(reply ? { status: reply.status } : {}),
        ...(text === undefined ? {} : { reply: text.length > KEPT ? text.slice(0, KEPT) : JSON.parse(text) }),
      },
    });
  }
}

/** What was sent, without the headers: these hold credentials. */
function shown(request: RestRequest): Record<string, unknown> {
  if (request.json !== undefined) return { json: request.json };
  if (request.form.keys().length > 0) return { form: request.form.toJSON() };
  return request.body.length > 0 ? { bytes: request.body.length } : {};
}

function errorOf(reply: RestReply | undefined): string {
  if (!reply || reply.status < 400) return '';
  const { code, message } = (reply.json ?? {}) as { code?: number; message?: string };
  return ` ${code ?? ''} ${message ?? ''}`.trimEnd();
}

/** The call or conference an exchange is about, where its address or its answer names one. */
function subjectOf<K extends string>(
  prefix: string,
  key: K,
  url: URL,
  reply: RestReply | undefined,
): Partial<Record<K, string>> {
  const sid = new RegExp(`\\b${prefix}[0-9a-f]{32}\\b`);
  const { sid: own, call_sid, conference_sid } = (reply?.json ?? {}) as Record<string, unknown>;
  const found = [own, call_sid, conference_sid, url.pathname]
    .map((text) => (typeof text === 'string' ? sid.exec(text)?.[0] : undefined))
    .find((text) => text !== undefined);
  return found === undefined ? {} : ({ [key]: found } as Record<K, string>);
}
