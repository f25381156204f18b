import type { Twilio } from 'twilio';
import type { Deadline } from './deadline';
import { failureOf, UpstreamTimeout } from './failure';

/** How much of Twilio one of our requests used. Every attempt counts. */
export interface UpstreamMeter {
  calls: number;
  /** Sum over attempts, milliseconds. */
  ms: number;
}

/** The part of the SDK's HTTP client that we stand in front of. */
type HttpClient = Twilio['httpClient'];
type Options = Parameters<HttpClient['request']>[0];
type Answer = Awaited<ReturnType<HttpClient['request']>>;

/** What the policy needs from around it; a test brings its own. */
export interface UpstreamContext {
  deadline: Deadline;
  meter: UpstreamMeter;
  /** From 0 to 1. */
  random?: () => number;
  sleep?: (ms: number) => Promise<void>;
  now?: () => number;
}

/** The longest a single attempt may take, so that one stuck request leaves time to say so. */
export const ATTEMPT_MS = 3_000;
const ATTEMPTS = 3;
const BACKOFF_MS = 150;
/** An attempt with less time than this can't succeed; not started. */
const WORTH_MS = 100;
/** Done twice, it has the same effect as once. */
function repeatable({ method, headers }: Options): boolean {
  const verb = String(method).toLowerCase();
  if (verb === 'get' || verb === 'delete') return true;
  return Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'if-match');
}

/** Twilio turned it away before doing anything, or doing it again is harmless. */
function worthAnother(options: Options, answer: Answer): boolean {
  const status = answer.statusCode;
  if (status === 503) return true;
  // Verify's limits (per address, number, service) stand for minutes: asking again at once only adds to the count.
  if (status === 429) return new URL(options.uri).hostname !== 'verify.twilio.com';
  return status >= 500 && String(options.method).toLowerCase() === 'get';
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // The late outcome is settled into nothing: a rejection that nobody awaits would end the process.
    const timer = setTimeout(() => reject(new UpstreamTimeout(ms)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * The SDK's `http`, with our policy around every request: at most 3 s each and never past the deadline; again, with
 * jittered backoff, after 429 and 503 (nothing was done), and after a lost connection or a timeout only where doing it
 * twice is harmless (reads, deletes, writes that carry If-Match).
 */
export function boundedHttp(http: HttpClient, context: UpstreamContext): HttpClient {
  const { deadline, meter } = context;
  const random = context.random ?? Math.random;
  const sleep = context.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  const now = context.now ?? (() => performance.now());

  async function attempt(options: Options): Promise<Answer> {
    const ms = Math.min(ATTEMPT_MS, deadline.remaining());
    if (ms < WORTH_MS) throw new UpstreamTimeout(ms);
    const started = now();
    meter.calls += 1;
    try {
      return await within(http.request({ ...options, timeout: Math.ceil(ms) }), ms);
    } finally {
      meter.ms += now() - started;
    }
  }

  /** Waits before attempt `count + 1`; false when there is no time or no attempt left. */
  async function pause(count: number, retryAfter?: string): Promise<boolean> {
    if (count >= ATTEMPTS) return false;
    const asked = Number(retryAfter) * 1000;
    const backoff = BACKOFF_MS * 2 ** (count - 1) * (0.5 + random() / 2);
    const wait = asked > 0 ? Math.max(asked, backoff) : backoff;
    if (wait + WORTH_MS > deadline.remaining()) return false;
    await sleep(wait);
    return true;
  }

  async function request(options: Options): Promise<Answer> {
    for (let count = 1; ; count += 1) {
      try {
        const answer = await attempt(options);
        if (!worthAnother(options, answer)) return answer;
        const headers = (answer as { headers?: Record<string, string> }).headers;
        if (!(await pause(count, headers?.['retry-after']))) return answer;
      } catch (error) {
        const kind = failureOf(error)?.kind;
        const lost = kind === 'timeout' || kind === 'connection';
        if (!lost || !repeatable(options) || !(await pause(count))) throw error;
      }
    }
  }

  const bounded: HttpClient = Object.create(http);
  bounded.request = request as HttpClient['request'];
  return bounded;
}

let shared: { http: HttpClient; usedAt: number } | undefined;
/** Connections idle longer than this may have been closed by the other side while the function was frozen. */
const KEEP_CONNECTIONS_MS = 5_000;

/** `client`'s own HTTP client if it was given one, else one that requests following each other closely share. */
function httpOf(client: Twilio): HttpClient {
  // The platform's client opens new connections for every invocation; these handshakes would cost most of our time.
  if (client._httpClient !== undefined) return client._httpClient;
  const now = performance.now();
  const recent = shared && now - shared.usedAt < KEEP_CONNECTIONS_MS ? shared.http : undefined;
  const http = recent ?? client.httpClient;
  shared = { http, usedAt: now };
  return http;
}

/** The client that `make` gives, with the policy in place. */
export function boundedClient(make: () => Twilio, context: UpstreamContext): Twilio {
  const client = make();
  client._httpClient = boundedHttp(httpOf(client), context);
  return client;
}
