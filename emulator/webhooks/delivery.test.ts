import { getEventListeners } from 'node:events';
import http from 'node:http';
import twilio from 'twilio';
import type { WebhookRequest } from '../webhooks';
import { deliveringKernel, Receiver } from './testing';

let receiver: Receiver;
let world: ReturnType<typeof deliveringKernel>;

beforeEach(async () => {
  receiver = await new Receiver().open();
  world = deliveringKernel();
});

afterEach(async () => {
  world.kernel.webhooks.stop();
  await receiver.close();
});

const webhook = (path: string, more: Partial<WebhookRequest> = {}): WebhookRequest => ({
  purpose: 'call status',
  url: receiver.url + path,
  method: 'POST',
  params: { CallSid: 'CA1', CallStatus: 'ringing', Body: 'Grüße & +1' },
  ...more,
});

const fields = (body: string) => Object.fromEntries(new URLSearchParams(body));

test('a form webhook carries a signature that the SDK accepts, and only for this account', async () => {
  await world.kernel.webhooks.request(webhook('/status?leg=agent'));
  const [got] = receiver.received;
  const signature = String(got?.headers['x-twilio-signature']);
  const check = (token: string) =>
    twilio.validateRequest(token, signature, `${receiver.url}/status?leg=agent`, fields(got?.body ?? ''));
  expect(check(world.kernel.account.authToken)).toBe(true);
  expect(check('0'.repeat(32))).toBe(false);
  expect(got?.headers).toMatchObject({
    'user-agent': 'TwilioProxy/1.1',
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'i-twilio-idempotency-token': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('a GET webhook carries its parameters in the signed URL', async () => {
  await world.kernel.webhooks.request(webhook('/status?leg=agent', { method: 'GET' }));
  const [got] = receiver.received;
  expect(got?.method).toBe('GET');
  expect(new URL(got?.url ?? '', receiver.url).searchParams.get('Body')).toBe('Grüße & +1');
  const signature = String(got?.headers['x-twilio-signature']);
  const { authToken } = world.kernel.account;
  expect(twilio.validateRequest(authToken, signature, receiver.url + got?.url, {})).toBe(true);
});

test('a JSON webhook is signed by the digest of its body', async () => {
  await world.kernel.webhooks.request(webhook('/events', { json: { type: 'item_added' } }));
  const [got] = receiver.received;
  const signature = String(got?.headers['x-twilio-signature']);
  const { authToken } = world.kernel.account;
  expect(got?.url).toMatch(/^\/events\?bodySHA256=[0-9a-f]{64}$/);
  const check = (body: string) =>
    twilio.validateRequestWithBody(authToken, signature, receiver.url + got?.url, body);
  expect(check(got?.body ?? '')).toBe(true);
  expect(check('{"type":"item_removed"}')).toBe(false);
});

test('the public domain of a hosted project is reached on this machine, signed as what it is called', async () => {
  world.domains.set('demo-1234-dev.twil.io', receiver.port);
  const answer = await world.kernel.webhooks.request(
    webhook('', { url: 'https://demo-1234-dev.twil.io/status' }),
  );
  const [got] = receiver.received;
  expect(answer).toEqual({ status: 200, contentType: 'text/xml', body: '<Response/>' });
  expect(got?.headers.host).toBe('demo-1234-dev.twil.io');
  const signature = String(got?.headers['x-twilio-signature']);
  const { authToken } = world.kernel.account;
  const url = 'https://demo-1234-dev.twil.io/status';
  expect(twilio.validateRequest(authToken, signature, url, fields(got?.body ?? ''))).toBe(true);
});

test('no webhook leaves the machine; another host is refused by name', async () => {
  const answer = await world.kernel.webhooks.request(webhook('', { url: 'https://example.com/status' }));
  expect(answer).toMatchObject({ status: 0, errorCode: 11210 });
  const [event] = world.kernel.timeline.since(0);
  expect(event?.summary).toContain('example.com is not on this machine, and no request leaves it');
});

test('a URL that is not absolute is error 11100', async () => {
  const answer = await world.kernel.webhooks.request(webhook('', { url: '/status' }));
  expect(answer).toMatchObject({ status: 0, errorCode: 11100 });
});

test('without overrides an answer with an error is not asked for again', async () => {
  receiver.answer = (_got, response) => void response.writeHead(503).end('busy');
  const answer = await world.kernel.webhooks.request(webhook('/status'));
  expect(answer).toMatchObject({ status: 503, body: 'busy', errorCode: 11200 });
  expect(receiver.received).toHaveLength(1);
});

test('#rc and #rp deliver again until it works, with one idempotency token, and are not sent along', async () => {
  receiver.answer = (_got, response, count) => void response.writeHead(count < 3 ? 500 : 204).end();
  const answer = await world.kernel.webhooks.request(webhook('/status#rc=4&rp=5xx,ct'));
  expect(answer.status).toBe(204);
  expect(receiver.received.map(({ url }) => url)).toEqual(['/status', '/status', '/status']);
  const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
  expect(new Set(tokens).size).toBe(1);
  expect(world.kernel.timeline.since(0).map(({ data }) => data?.attempt)).toEqual([1, 2, 3]);
});

test('a refused connection is tried once more, and is error 11205', async () => {
  const gone = webhook('/gone');
  await receiver.close();
  const answer = await world.kernel.webhooks.request(gone);
  expect(answer).toMatchObject({ status: 0, errorCode: 11205 });
  expect(world.kernel.timeline.since(0)).toHaveLength(2);
});

test('an answer that takes longer than #tt is given up', async () => {
  receiver.answer = () => undefined;
  const answer = await world.kernel.webhooks.request(webhook('/slow#tt=100&rc=5&rp=all'));
  expect(answer).toMatchObject({ status: 0, errorCode: 11205 });
  expect(receiver.received).toHaveLength(1);
});

test('an override that Twilio would not take is a violation, and the default holds', async () => {
  receiver.answer = (_got, response) => void response.writeHead(500).end();
  await world.kernel.webhooks.request(webhook('/status#rc=9&rp=often&foo=1'));
  const [event] = world.kernel.timeline.since(0);
  expect(event).toMatchObject({ kind: 'violation' });
  expect(event?.data?.problems).toEqual([
    'rc=9 is not a whole number from 0 to 5',
    'rp=often: a retry policy is one of ct, rt, 4xx, 5xx, all',
    'foo is not a connection override',
  ]);
  expect(receiver.received).toHaveLength(1);
});

test('the fallback URL is asked when the first one fails, and told why', async () => {
  receiver.answer = (got, response) => void response.writeHead(got.url === '/fallback' ? 200 : 500).end('ok');
  const url = `${receiver.url}/voice`;
  const answer = await world.kernel.webhooks.request(
    webhook('/voice', { fallbackUrl: `${receiver.url}/fallback` }),
  );
  expect(answer).toMatchObject({ status: 200, body: 'ok' });
  expect(fields(receiver.received[1]?.body ?? '')).toMatchObject({ ErrorCode: '11200', ErrorUrl: url });
});

test('redirects are followed: 302 with a GET, 307 with the same request; a loop is error 11215', async () => {
  receiver.answer = (got, response) => {
    const to = { '/found': '/end', '/again': '/end', '/loop': '/loop' }[got.url];
    if (to) response.writeHead(got.url === '/again' ? 307 : 302, { location: to }).end();
    else response.writeHead(200).end(got.method + got.body.slice(0, 7));
  };
  const ask = (path: string) => world.kernel.webhooks.request(webhook(path));
  expect((await ask('/found')).body).toBe('GET');
  expect((await ask('/again')).body).toBe('POSTCallSid');
  expect(await ask('/loop')).toMatchObject({ status: 302, errorCode: 11215 });
});

test('notifications set out in order and are not held back by one that waits', async () => {
  const order: string[] = [];
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  receiver.answer = async (got, response) => {
    order.push(got.url);
    if (got.url === '/1') await first;
    response.end();
  };
  for (const path of ['/1', '/2']) world.kernel.webhooks.notify(webhook(path));
  while (order.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
  release();
  await world.kernel.clock.settled();
  expect(world.kernel.timeline.since(0)).toHaveLength(2);
});

test('the timeline holds what was sent, how it was signed and what came back', async () => {
  await world.kernel.webhooks.request(webhook('/status', { callSid: 'CA1' }));
  const [event] = world.kernel.timeline.since(0);
  expect(event).toMatchObject({
    kind: 'webhook',
    summary: `POST localhost:${receiver.port}/status (call status): 200`,
    callSid: 'CA1',
    data: {
      params: { CallSid: 'CA1' },
      signature: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
      status: 200,
      reply: '<Response/>',
    },
  });
});

test('many webhooks at once wait for the same end of all, and let go of it when they are over', async () => {
  const request = jest.spyOn(http, 'request');
  let answer = (): void => undefined;
  const all = new Promise<void>((done) => {
    answer = done;
  });
  receiver.answer = async (_received, response, count) => {
    if (count === 20) answer();
    await all;
    response.writeHead(204).end();
  };
  const sent = Array.from({ length: 20 }, () => world.kernel.webhooks.request(webhook('/status')));
  await all;
  const signal = (request.mock.calls as unknown as [{ signal: AbortSignal }][])[0]?.[0].signal;
  if (signal === undefined) throw new Error('nothing can break off a request');
  expect(getEventListeners(signal, 'abort')).toHaveLength(20);
  await Promise.all(sent);
  await new Promise((done) => setTimeout(done, 20));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  request.mockRestore();
});
