import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import twilio from 'twilio';
import { SyncClient } from 'twilio-sync';
import WebSocket from 'ws';
import { createSync } from '../../api/sync';
import { sdk, testKernel } from '../../api/testing';
import { createRealtime } from '..';
import { decodeFrame, encodeFrame, type Frame } from './frame';
import type { Push } from './messages';

const KEY = `SK${'a'.repeat(32)}`;
export const SECRET = 'a secret that signs access tokens';

// The SDK finds the browser's WebSocket as a global, which Node has only from version 22 on.
Object.defineProperty(globalThis, 'WebSocket', { value: WebSocket, configurable: true });

// It also leaves timers behind after it was shut down; they must not keep a test run alive.
const { setTimeout: plainTimeout } = globalThis;
Object.defineProperty(globalThis, 'setTimeout', {
  configurable: true,
  value: Object.assign(
    (...args: Parameters<typeof plainTimeout>) => plainTimeout(...args).unref(),
    plainTimeout,
  ),
});

/** What a token says, where a test wants something other than the usual. */
export interface TokenOptions {
  /** Seconds. */
  ttl?: number;
  serviceSid?: string;
  secret?: string;
}

/** An emulated account with its sockets on a port, REST to change things with, and any number of browsers. */
export async function syncWorld() {
  const kernel = testKernel({ account: { apiKeys: { [KEY]: SECRET } } });
  const sync = createSync(kernel);
  const realtime = createRealtime(kernel, { sync });
  const server = createServer();
  server.on('upgrade', (request, socket: Duplex, head) => {
    if (!realtime.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients: SyncClient[] = [];

  const token = (
    identity: string,
    { ttl = 3600, serviceSid = 'default', secret = SECRET }: TokenOptions = {},
  ) => {
    const made = new twilio.jwt.AccessToken(kernel.account.sid, KEY, secret, { identity, ttl });
    made.addGrant(new twilio.jwt.AccessToken.SyncGrant({ serviceSid }));
    return made.toJwt();
  };
  return {
    kernel,
    sync,
    realtime,
    port,
    token,
    service: (sid = 'default') => sdk(kernel, [sync]).sync.v1.services(sid),
    services: sdk(kernel, [sync]).sync.v1.services,
    /** A browser with the unmodified SDK; what it is given as a text is a token. */
    browser: (identity: string, options: TokenOptions | string = {}): SyncClient => {
      const text = typeof options === 'string' ? options : token(identity, options);
      const client = new SyncClient(text, {
        Twilsock: { uri: `ws://localhost:${port}/v3/wsconnect` },
        cdsUri: `http://localhost:${port}`,
        // Tries again at once, where a browser waits a second.
        retryPolicy: { min: 20, max: 100, randomness: 0 },
      } as object);
      clients.push(client);
      return client;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.shutdown()));
      realtime.close();
      await new Promise((resolve) => server.close(resolve));
      kernel.clock.stop();
    },
  };
}

export type SyncWorld = Awaited<ReturnType<typeof syncWorld>>;

/** Whatever has events: an open object, or the client itself. */
interface Emitter {
  on(event: string, listener: (...args: never[]) => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
}

/** The first argument of the next event of that name; rejects after two seconds. */
export function next<T = unknown>(
  from: object,
  event: string,
  wanted: (value: T) => boolean = () => true,
): Promise<T> {
  const emitter = from as Emitter;
  return new Promise((resolve, reject) => {
    const listener = (value: T) => {
      if (!wanted(value)) return;
      clearTimeout(timer);
      emitter.off(event, listener);
      resolve(value);
    };
    const timer = plainTimeout(() => reject(new Error(`No "${event}" came`)), 2000);
    emitter.on(event, listener);
  });
}

/** Resolves when the object's subscription stands: from now on it hears of every change at once. */
export async function subscribed<T extends object>(opened: Promise<T>): Promise<T> {
  const object = await opened;
  await next<string>(object, '_subscriptionStateChanged', (state) => state === 'established');
  return object;
}

/** A client that keeps to no SDK's manners: it sends what it likes and keeps all that comes. */
export async function rawClient(port: number, path = '/v3/wsconnect') {
  const socket = new WebSocket(`ws://localhost:${port}${path}`);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => frames.push(decodeFrame(data)));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    /** Sends and returns the first frame with the same id, or the first that the server closes with. */
    ask: async (header: Record<string, unknown>, payload?: unknown): Promise<Frame> => {
      const id = `TM${frames.length}.${Math.random()}`;
      socket.send(encodeFrame({ method: 'message', id, ...header }, payload));
      return until(() => frames.find((frame) => frame.header.id === id || frame.header.method === 'close'));
    },
    /** The pushes so far. */
    pushes: (): Push[] =>
      frames
        .filter(({ header }) => header.method === 'notification')
        .map(({ payload }) => JSON.parse(payload.toString()) as Push),
    frames,
  };
}

/** Waits until `look` finds something; rejects after two seconds. */
export async function until<T>(look: () => T | undefined): Promise<T> {
  const end = Date.now() + 2000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('It never came');
    await new Promise((resolve) => plainTimeout(resolve, 5));
  }
}
