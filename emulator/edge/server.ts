import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Kernel } from '../product';
import { type Forwarded, forward } from './forward';
import { Invocations } from './invocations';
import { bodyRefusal, headerRefusal, LIMITS, type Refusal, readBody } from './limits';
import type { ServedRoute } from './messages';
import { isSigned } from './signature';
import type { Toolkit } from './toolkit';

/** What the platform answers OPTIONS with, whatever the function is. */
const PREFLIGHT = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, User-Agent',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-expose-headers': 'ETag',
  'access-control-max-age': '86400',
  'access-control-allow-credentials': 'true',
  'content-type': 'text/plain; charset=UTF-8',
  'content-length': '0',
};

export interface EdgeOptions {
  toolkit: Toolkit;
  domain: string;
  /** Milliseconds a function may take; default Twilio's 10 s. */
  functionTimeout?: number;
}

/** What Twilio has in front of functions and assets: who may call what, limits, deadlines, safe failures. */
export class Edge {
  readonly invocations: Invocations;
  #server: http.Server;
  #port = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly options: EdgeOptions,
  ) {
    this.invocations = new Invocations(kernel.timeline);
    // Larger than what is let through, so that the refusal is the platform's and not Node's.
    this.#server = http.createServer({ maxHeaderSize: 128 * 1024 }, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy();
        kernel.timeline.add({
          kind: 'function',
          summary: `${request.method} ${request.url}: the caller broke off (${(error as Error).message})`,
        });
      });
    });
  }

  /** Rejects when the port is taken. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const tooLarge = headerRefusal(request);
    const body = await readBody(request);
    // A start or restart under way is waited for; one that failed is told by the answer below.
    await this.options.toolkit.ready();
    const route = this.#route(request.url ?? '/');
    const refusal = tooLarge ?? (Buffer.isBuffer(body) ? this.#refuse(request, route, body) : body);
    if (refusal) return this.#answer(request, response, refusal, started);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT).end();
      return;
    }
    const payload = body as Buffer;
    if (route?.type === 'asset') {
      const reply = await this.options.toolkit.use((port) =>
        forward(port, request, payload, {}, LIMITS.time),
      );
      return this.#asset(request, response, reply, started);
    }
    await this.#invoke(request, response, payload, started);
  }

  #route(target: string): ServedRoute | undefined {
    const { routes } = this.options.toolkit;
    const path = target.split('?')[0] ?? '/';
    return routes.get(path) ?? (path === '/' ? routes.get('/assets/index.html') : undefined);
  }

  #refuse(request: IncomingMessage, route: ServedRoute | undefined, body: Buffer): Refusal | undefined {
    const method = request.method ?? 'GET';
    if (!route || route.access === 'private') return { status: 404, message: 'Not found' };
    if (method === 'OPTIONS') return undefined;
    const allowed = route.type === 'asset' ? ['GET', 'HEAD'] : ['GET', 'POST'];
    if (!allowed.includes(method))
      return {
        status: 405,
        message: `${method} is not supported here; use ${allowed.join(', ')} or OPTIONS`,
      };
    const broken = bodyRefusal(request, body);
    if (broken) return broken;
    if (route.access !== 'protected') return undefined;
    const { domain } = this.options;
    const origins = [`https://${domain}`, `http://localhost:${this.#port}`, `http://127.0.0.1:${this.#port}`];
    if (isSigned(this.kernel.account.authToken, request, body, origins)) return undefined;
    // https://support.twilio.com/hc/en-us/articles/43430648191259
    return { status: 403, message: 'Unauthorized: the X-Twilio-Signature header is missing or not valid' };
  }

  async #invoke(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    started: number,
  ): Promise<void> {
    const invocation = this.invocations.begin(request, body);
    const { functionTimeout = LIMITS.time } = this.options;
    const headers = { 'x-emulator-invocation': invocation.id };
    const reply = await this.options.toolkit.use((port) =>
      forward(port, request, body, headers, functionTimeout),
    );
    const answer = answerOf(reply);
    if ('message' in answer) {
      // The caller is told no more than that; a failure inside the function was told by the toolkit's process.
      const reason = reply.kind === 'answered' ? reply.body.toString() : reply.reason;
      if (reply.kind !== 'answered' || reply.from !== 'error')
        this.invocations.failedWith(invocation, answer.message, reason);
      this.#send(response, answer);
    } else response.writeHead(answer.status, answer.headers).end(answer.body);
    this.invocations.end(invocation, answer.status, performance.now() - started);
  }

  #asset(request: IncomingMessage, response: ServerResponse, reply: Forwarded, started: number): void {
    const unread = { status: 502, message: 'The asset could not be read' };
    if (reply.kind === 'answered') response.writeHead(reply.status, reply.headers).end(reply.body);
    else this.#answer(request, response, unread, started);
  }

  #answer(request: IncomingMessage, response: ServerResponse, refusal: Refusal, started: number): void {
    this.#send(response, refusal);
    this.kernel.timeline.add({
      kind: 'function',
      summary: `${request.method} ${request.url?.split('?')[0]}: ${refusal.status} ${refusal.message}`,
      ms: Math.round((performance.now() - started) * 10) / 10,
      data: { method: request.method, url: request.url, ...refusal },
    });
  }

  #send(response: ServerResponse, { status, message, code }: Refusal): void {
    const more = code === undefined ? {} : { code, more_info: `https://www.twilio.com/docs/errors/${code}` };
    const body = JSON.stringify({ message, status, ...more });
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  }
}

/** What the caller gets: the function's own answer, or what the platform says in its place (error 82002). */
function answerOf(reply: Forwarded): Extract<Forwarded, { kind: 'answered' }> | Refusal {
  if (reply.kind === 'timeout') return { status: 504, code: 82002, message: 'Runtime application timed out' };
  if (reply.kind === 'broken' || reply.from !== 'function')
    return { status: 500, code: 82002, message: 'The function ended with an error' };
  return reply;
}
