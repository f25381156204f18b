import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { PhoneError, type Phones } from '../phones';
import { PhonesPage } from '../phones/serve-page';
import type { Kernel } from '../product';
import { streamEvents } from './events';
import { ControlError, checkOrigin, LOOPBACK, parse, readJson, sendError, sendJson, sendWav } from './http';
import { type ControlRoute, ROUTES } from './routes';
import { EventsQuery, type Snapshot } from './schemas';

export type { Snapshot } from './schemas';
export { restoreSnapshot, takeSnapshot } from './snapshot';

/** What the control API steers; `createEmulator` hands it in, so that this folder knows no product but the phones. */
export interface ControlParts {
  kernel: Kernel;
  phones: Phones;
  /** Messages and codes sent, newest last. */
  inbox: { list(to?: string): readonly object[] };
  /** What was checked against Twilio's contract so far (`{rest: 12, twiml: 3}`), and what broke it. */
  contract(): { checked: Record<string, number>; violations: readonly unknown[] };
  /** What else `GET /control/health` tells: version, URLs, hosted projects. */
  about(): Record<string, unknown>;
  reset(): Promise<void>;
  restore(snapshot: Snapshot): Promise<void>;
  /** Holds a page's microphone and loudspeaker to a telephone: SDP offer in, answer out. Rejects on a bad offer. */
  hold?(number: string, offer: string): Promise<string>;
  /** Records telephones; without it there is no audio to record. */
  recordings?: {
    start(end: { callSid: string; address: string }): void;
    /** Seconds; undefined when nothing was recorded. */
    stop(address: string): number | undefined;
    wav(address: string): Buffer | undefined;
  };
  /** Takes over the sockets of browser SDKs, which share the port; false for a path that is none of theirs. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/** The control API and the phones page, on one port of the loopback interface. */
export interface Control {
  /** Starts to listen (0: a free port) and resolves to `http://localhost:PORT`. Rejects when the port is taken. */
  listen(port: number): Promise<string>;
  close(): Promise<void>;
}

const EVENTS = '/control/events';

/**
 * Makes the server of the control API (JSON, `/control/…`) and of the phones page (`/`).
 *
 * @example
 * const control = createControl({ kernel, phones, inbox, contract, about, reset, restore });
 * const url = await control.listen(3001);
 */
export function createControl(parts: ControlParts): Control {
  const page = new PhonesPage();
  const server: Server = createServer((request, response) => {
    answer(parts, page, request, response).catch((error: unknown) => refuse(error, response));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (LOOPBACK.test(request.headers.host ?? '') && parts.upgrade?.(request, socket, head)) return;
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(`http://localhost:${(server.address() as AddressInfo).port}`);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Streams of events never end by themselves.
        server.closeAllConnections();
      }),
  };
}

async function answer(
  parts: ControlParts,
  page: PhonesPage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  checkOrigin(request.headers);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  if (method === 'GET' && (await page.serve(url.pathname, response))) return;
  if (url.pathname === EVENTS && method === 'GET') {
    const query = parse(EventsQuery, Object.fromEntries(url.searchParams), 'query', { since: '0' });
    const seen = Number.parseInt(String(request.headers['last-event-id'] ?? ''), 10);
    streamEvents(parts, response, Number.isNaN(seen) ? query.since : seen);
    return;
  }
  if (url.pathname === '/control' && method === 'GET') return sendJson(response, 200, list());

  const { route, number } = find(method, url.pathname);
  const query = parse(route.query, Object.fromEntries(url.searchParams), 'query', {});
  const body = parse(route.body, await readJson(request, route.limit), 'body', route.example);
  const result = await route.handle({ number, body, query }, parts);
  if (Buffer.isBuffer(result)) sendWav(response, result);
  else sendJson(response, 200, result);
}

function refuse(error: unknown, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendError(response, known(error));
}

/** What an error is to the client; an unknown one is a bug of the emulator, and is logged. */
function known(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof PhoneError) {
    const code = error.code === 'not-a-handset' ? 'not-found' : 'conflict';
    return new ControlError(code, error.message, { reason: error.code });
  }
  console.error('Control API:', error);
  const what = error instanceof Error ? error.message : String(error);
  return new ControlError('failed', `The emulator failed: ${what}. This is a bug of the emulator`);
}

/** The route for a request, or 404 with the list of what exists, or 405 with the methods that the path has. */
function find(method: string, path: string): { route: ControlRoute; number: string } {
  const here = ROUTES.flatMap((route) => {
    const number = match(route.path, path);
    return number === undefined ? [] : [{ route, number }];
  });
  const hit = here.find(({ route }) => route.method === method);
  if (hit) return hit;
  if (here.length > 0) {
    const allow = here.map(({ route }) => route.method);
    throw new ControlError('wrong-method', `${path} takes ${allow.join(' or ')}, not ${method}`, { allow });
  }
  throw new ControlError('not-found', `There is no ${path} here; "exists" lists what there is`, {
    exists: list(),
  });
}

/** The handset's number in `path` (empty when the template has none), or undefined when it does not match. */
function match(template: string, path: string): string | undefined {
  const [before = '', after] = template.split('{number}');
  if (after === undefined) return path === template ? '' : undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const number = path.slice(before.length, path.length - after.length);
  if (number === '' || number.includes('/')) return undefined;
  try {
    return decodeURIComponent(number);
  } catch {
    throw new ControlError(
      'invalid',
      `The number in ${path} is not URL-encoded; write %2B for its plus sign`,
    );
  }
}

const list = (): Record<string, string> => ({
  ...Object.fromEntries(ROUTES.map(({ method, path, does }) => [`${method} ${path}`, does])),
  [`GET ${EVENTS}`]: 'all of this live, as server-sent events',
});
