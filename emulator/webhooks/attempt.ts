import http from 'node:http';
import https from 'node:https';
import type { Delivery } from './overrides';

/** One HTTP request, and where on this machine it really goes. */
export interface Attempt {
  url: URL;
  /** Port on loopback when the URL's host is the domain of a hosted project. */
  port: number | undefined;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** `status` 0: no answer; `failure` says whether there was a connection, `reason` what happened. */
export interface Outcome {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
  failure?: 'ct' | 'rt';
  reason?: string;
}

export const nothing = (failure: 'ct' | 'rt' | undefined, reason: string): Outcome => ({
  status: 0,
  headers: {},
  body: '',
  reason,
  ...(failure ? { failure } : {}),
});

/** Twilio's limit for a reply is far below this; it only bounds memory. */
const LARGEST = 5 * 1024 * 1024;

/** Makes the request within the delivery's timeouts and what is `left` of the total, ms. Never rejects. */
export function attempt(
  { url, port, method, headers, body }: Attempt,
  delivery: Delivery,
  left: number,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let connected = false;
    const timers: NodeJS.Timeout[] = [];
    const end = (outcome: Outcome) => {
      for (const timer of timers) clearTimeout(timer);
      resolve(outcome);
      if (outcome.status === 0) request.destroy();
    };
    const fail = (reason: string) => end(nothing(connected ? 'rt' : 'ct', reason));
    const [client, target] =
      port === undefined
        ? [
            url.protocol === 'https:' ? https : http,
            { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port },
          ]
        : [http, { host: '127.0.0.1', port }];
    const request = client.request(
      {
        ...target,
        method,
        path: url.pathname + url.search,
        // A connection of its own for each request: one kept open could end just when it is used again.
        agent: false,
        signal,
        headers: { host: url.host, ...headers, connection: 'close' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST) fail(`the answer is larger than ${LARGEST} bytes`);
          chunks.push(chunk);
        });
        response.on('error', (error) => fail(error.message));
        response.on('end', () =>
          end({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    // Real time, not the emulated clock: this waits for a program on this machine, not for something in Twilio.
    timers.push(setTimeout(() => !connected && fail('no connection in time'), delivery.connectTimeout));
    timers.push(setTimeout(() => fail(`no answer within ${delivery.totalTimeout} ms in all`), left));
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        connected = true;
        socket.setTimeout(delivery.readTimeout, () => fail(`no answer within ${delivery.readTimeout} ms`));
      });
    });
    request.on('error', (error) => fail((error as NodeJS.ErrnoException).code ?? error.message));
    request.end(body);
  });
}
