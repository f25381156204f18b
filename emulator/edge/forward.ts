import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

/** What became of a request that was handed on to the toolkit. */
export type Forwarded =
  | {
      kind: 'answered';
      status: number;
      headers: OutgoingHttpHeaders;
      body: Buffer;
      /** `function`: its own answer. `error`: it failed. undefined: the toolkit itself answered. */
      from: string | undefined;
    }
  | { kind: 'timeout'; reason: string }
  | { kind: 'broken'; reason: string };

/** Of one connection only, or the toolkit's own business. */
const DROPPED = ['connection', 'keep-alive', 'transfer-encoding', 'x-powered-by', 'x-emulator-from'];

/** Twilio adds these to every cookie. https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/setting-and-modifying#set-cookies */
const safeCookie = (cookie: string): string =>
  ['HttpOnly', 'Secure'].reduce(
    (text, flag) => (new RegExp(`;\\s*${flag}\\s*(;|$)`, 'i').test(text) ? text : `${text}; ${flag}`),
    cookie,
  );

/** Hands a request on and waits for the whole answer, at most `timeout` ms. Never rejects. */
export function forward(
  port: number,
  request: IncomingMessage,
  body: Buffer,
  added: Record<string, string>,
  timeout: number,
): Promise<Forwarded> {
  return new Promise((resolve) => {
    const headers: string[] = [];
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      const [name = '', value = ''] = request.rawHeaders.slice(at, at + 2);
      if (/^(?:connection|transfer-encoding|content-length|expect|x-emulator-.*)$/i.test(name)) continue;
      headers.push(name, value);
    }
    for (const [name, value] of Object.entries(added)) headers.push(name, value);
    if (body.length > 0) headers.push('content-length', String(body.length));
    const upstream = http.request(
      { host: '127.0.0.1', port, method: request.method, path: request.url, headers, agent: false },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', (error) => end({ kind: 'broken', reason: error.message }));
        reply.on('end', () => {
          const from = reply.headers['x-emulator-from'];
          const kept: OutgoingHttpHeaders = { ...reply.headers };
          for (const name of DROPPED) delete kept[name];
          if (reply.headers['set-cookie']) kept['set-cookie'] = reply.headers['set-cookie'].map(safeCookie);
          end({
            kind: 'answered',
            status: reply.statusCode ?? 500,
            headers: kept,
            body: Buffer.concat(chunks),
            from: typeof from === 'string' ? from : undefined,
          });
        });
      },
    );
    const timer = setTimeout(() => {
      end({ kind: 'timeout', reason: `no answer within ${timeout / 1000} s` });
      upstream.destroy();
    }, timeout);
    const end = (outcome: Forwarded) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    upstream.on('error', (error) => end({ kind: 'broken', reason: error.message }));
    upstream.end(body);
  });
}
