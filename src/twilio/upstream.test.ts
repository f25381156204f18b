import fc from 'fast-check';
import type { Twilio } from 'twilio';
import { boundedHttp, type UpstreamContext } from './upstream';

type Http = Twilio['httpClient'];
type Options = Parameters<Http['request']>[0];
type Outcome = number | 'reset' | 'silence' | { status: number; retryAfter?: string };

const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** An upstream that answers with `outcomes`, one after the other, then 200. Time passes only in sleeps. */
function upstream(outcomes: Outcome[], ms = 9_000) {
  const left = [...outcomes];
  const sleeps: number[] = [];
  let time = 0;
  let requests = 0;
  const http = {
    request: async () => {
      requests += 1;
      const outcome = left.shift() ?? 200;
      if (outcome === 'reset') throw reset();
      if (outcome === 'silence') return new Promise(() => undefined);
      const { status, retryAfter } =
        typeof outcome === 'number' ? { status: outcome, retryAfter: undefined } : outcome;
      return { statusCode: status, body: {}, headers: retryAfter ? { 'retry-after': retryAfter } : {} };
    },
  } as unknown as Http;
  const meter = { calls: 0, ms: 0 };
  const context: UpstreamContext = {
    meter,
    deadline: { remaining: () => Math.max(0, ms - time) },
    random: () => 0.5,
    now: () => time,
    sleep: async (wait) => {
      sleeps.push(wait);
      time += wait;
    },
  };
  const bounded = boundedHttp(http, context);
  const ask = (method: Options['method'], headers: Record<string, string> = {}, host = 'api') =>
    bounded.request({ method, uri: `https://${host}.twilio.com/`, headers } as Options);
  return { ask, meter, sleeps, count: () => requests };
}

test.each([429, 503])('%i is tried again, whatever the request, after a growing pause', async (status) => {
  const twilio = upstream([status, status]);
  expect((await twilio.ask('post')).statusCode).toBe(200);
  expect(twilio.meter.calls).toBe(3);
  expect(twilio.sleeps).toEqual([112.5, 225]);
});

test('after three attempts the last answer is given on', async () => {
  const twilio = upstream([503, 503, 503, 200]);
  expect((await twilio.ask('post')).statusCode).toBe(503);
  expect(twilio.count()).toBe(3);
});

test('a limit of Verify that stands for minutes is not hammered', async () => {
  const twilio = upstream([429]);
  expect((await twilio.ask('post', {}, 'verify')).statusCode).toBe(429);
  expect(twilio.count()).toBe(1);
});

test('Retry-After is honoured when there is time for it, else the answer is given on at once', async () => {
  const soon = upstream([{ status: 429, retryAfter: '2' }]);
  expect((await soon.ask('get')).statusCode).toBe(200);
  expect(soon.sleeps).toEqual([2000]);
  const late = upstream([{ status: 429, retryAfter: '60' }]);
  expect((await late.ask('get')).statusCode).toBe(429);
});

test.each([
  ['get', {}, 2],
  ['delete', {}, 2],
  ['post', { 'If-Match': '7' }, 2],
  ['post', {}, 1],
] as const)('a lost connection: %s %j takes %i attempts', async (method, headers, attempts) => {
  const twilio = upstream(['reset']);
  const outcome = twilio.ask(method, headers);
  if (attempts === 1) await expect(outcome).rejects.toThrow('socket hang up');
  else expect((await outcome).statusCode).toBe(200);
  expect(twilio.count()).toBe(attempts);
});

test('no request starts when the time is up', async () => {
  const twilio = upstream([200], 50);
  await expect(twilio.ask('get')).rejects.toThrow('no answer from Twilio');
  expect(twilio.count()).toBe(0);
});

test('an upstream that never answers is given up at the deadline', async () => {
  const twilio = upstream(['silence'], 120);
  await expect(twilio.ask('post')).rejects.toThrow('no answer from Twilio within 120 ms');
});

test('a write that costs money is sent twice only if Twilio said that it did nothing', async () => {
  const outcome = fc.constantFrom<Outcome>('reset', 200, 400, 404, 412, 429, 500, 502, 503);
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { maxLength: 4 }), async (outcomes) => {
      const twilio = upstream(outcomes);
      await twilio.ask('post').catch(() => undefined);
      return outcomes.slice(0, twilio.count() - 1).every((each) => each === 429 || each === 503);
    }),
    { numRuns: 1000 },
  );
});
