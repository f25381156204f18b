import { request } from 'node:http';
import { testKernel } from '../api/testing';
import { createPhones } from '../phones';
import { RecordedEngine } from '../phones/testing';
import { type Control, createControl, restoreSnapshot } from '.';

const ADA = '/control/phones/%2B14155550101';

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

let control: Control;
let url: string;
let world: ReturnType<typeof build>;

function build() {
  const kernel = testKernel();
  const phones = createPhones(kernel, { isOwned: (number) => number === '+14155550199' });
  const engine = new RecordedEngine(kernel, phones);
  phones.connect(engine);
  const messages = [
    { to: 'ada@example.com', channel: 'email', body: 'Your code is 123456', code: '123456', at: 1 },
    { to: '+14155550101', channel: 'sms', body: 'Your code is 654321', code: '654321', at: 2 },
  ];
  return { kernel, phones, engine, messages };
}

beforeEach(async () => {
  world = build();
  const { kernel, phones, engine, messages } = world;
  control = createControl({
    kernel,
    phones,
    inbox: { list: (to) => messages.filter((message) => to === undefined || message.to === to) },
    contract: () => ({ checked: { rest: 7, twiml: 2 }, violations: [{ summary: 'unknown parameter Foo' }] }),
    about: () => ({ version: '1.2.3' }),
    reset: async () => {
      engine.endAll();
      kernel.store.clear();
      phones.product.restored?.();
      kernel.timeline.clear();
    },
    restore: (snapshot) => restoreSnapshot(kernel, [phones.product], engine, snapshot),
  });
  url = await control.listen(0);
});

afterEach(() => control.close());

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: (await response.json()) as Answer['body'],
    headers: response.headers,
  };
}

test('health says what runs and what was checked', async () => {
  expect((await ask('GET', '/control/health')).body).toMatchObject({
    status: 'ready',
    version: '1.2.3',
    contract: { checked: { rest: 7, twiml: 2 }, violations: 1 },
  });
});

test('a call is lived through by the control API alone', async () => {
  const leg = world.engine.ring('+14155550101');
  expect((await ask('GET', ADA)).body).toMatchObject({ state: 'ringing', callSid: leg.callSid });
  expect((await ask('POST', `${ADA}/answer`)).body).toMatchObject({ state: 'in-call' });
  leg.hears('Press any key');
  expect((await ask('POST', `${ADA}/press`, { digits: '1' })).body).toMatchObject({ keys: '1' });
  expect((await ask('POST', `${ADA}/say`, { text: 'Hello' })).status).toBe(200);
  expect((await ask('GET', ADA)).body).toMatchObject({ heard: [{ text: 'Press any key' }] });
  expect((await ask('POST', `${ADA}/hangup`)).body).toMatchObject({ state: 'idle' });
  expect(leg.done).toEqual(['answer human', 'press 1', 'say Hello', 'hangup']);
});

test('a handset declines, and calls out', async () => {
  const leg = world.engine.ring('+14155550101');
  await ask('POST', `${ADA}/reject`);
  expect(leg.done).toEqual(['refuse declined']);
  const called = await ask('POST', `${ADA}/call`, { to: '(415) 555-0199' });
  expect(called.body).toMatchObject({ state: 'in-call', direction: 'outgoing', peer: '+14155550199' });
});

test('a number in the path may be encoded, or come without its plus sign', async () => {
  for (const written of ['%2B14155550101', '+14155550101', '14155550101'])
    expect((await ask('GET', `/control/phones/${written}`)).body).toMatchObject({ number: '+14155550101' });
});

test('handsets are named, listed and removed', async () => {
  await ask('PUT', ADA, { name: 'Ada' });
  expect((await ask('GET', '/control/phones')).body).toMatchObject([{ number: '+14155550101', name: 'Ada' }]);
  expect((await ask('DELETE', ADA)).body).toEqual([]);
});

test('a behaviour is kept and shown', async () => {
  const behaviour = { answerAfter: 0, script: [{ hear: 'key', within: 5 }, { press: '1' }] };
  expect((await ask('PUT', `${ADA}/behaviour`, behaviour)).body).toMatchObject({ behaviour });
  const leg = world.engine.ring('+14155550101');
  await ask('POST', '/control/clock/advance', { seconds: 1 });
  leg.hears('Press a key');
  await ask('POST', '/control/clock/advance', { seconds: 1 });
  expect(leg.done).toEqual(['answer human', 'press 1']);
});

test('the inbox is read whole or for one address, plus sign lost or not', async () => {
  expect((await ask('GET', '/control/inbox')).body).toHaveLength(2);
  for (const to of ['%2B14155550101', '+14155550101', '14155550101'])
    expect((await ask('GET', `/control/inbox?to=${to}`)).body).toMatchObject([{ code: '654321' }]);
  expect((await ask('GET', '/control/inbox?to=ada%40example.com')).body).toMatchObject([{ code: '123456' }]);
});

test('the timeline is read from an event on, by kind, by call, and from its end', async () => {
  const { timeline } = world.kernel;
  timeline.add({ kind: 'rest', summary: 'one', callSid: 'CA1' });
  timeline.add({ kind: 'webhook', summary: 'two', callSid: 'CA1' });
  timeline.add({ kind: 'rest', summary: 'three', callSid: 'CA2' });
  const read = async (query: string) =>
    ((await ask('GET', `/control/timeline?${query}`)).body as unknown as { summary: string }[]).map(
      (event) => event.summary,
    );
  expect(await read('')).toEqual(['one', 'two', 'three']);
  expect(await read('since=1')).toEqual(['two', 'three']);
  expect(await read('kind=rest')).toEqual(['one', 'three']);
  expect(await read('kind=rest,webhook&callSid=CA1')).toEqual(['one', 'two']);
  expect(await read('limit=1')).toEqual(['three']);
});

test('time is moved', async () => {
  const before = world.kernel.clock.now();
  const { body } = await ask('POST', '/control/clock/advance', { seconds: 600 });
  expect(Date.parse(String(body.now)) - before).toBeGreaterThanOrEqual(600_000);
});

test('faults are set, listed with their hits, and cleared', async () => {
  const rule = { on: 'rest', match: '/Calls/i', effect: 'fail', status: 503, code: 20503 };
  expect((await ask('PUT', '/control/faults', [rule])).body).toEqual([{ ...rule, hit: 0 }]);
  world.kernel.faults.take('rest', 'POST', 'https://api.twilio.com/Calls.json');
  expect((await ask('GET', '/control/faults')).body).toEqual([{ ...rule, hit: 1 }]);
  expect((await ask('DELETE', '/control/faults')).body).toEqual([]);
  expect(world.kernel.faults.list()).toEqual([]);
});

test('a snapshot is taken, and put back over what came after it', async () => {
  await ask('PUT', ADA, { name: 'Ada' });
  const { body: snapshot } = await ask('GET', '/control/snapshot');
  const next = world.kernel.ids.hex(8);
  await ask('POST', '/control/reset');
  expect((await ask('GET', '/control/phones')).body).toEqual([]);
  expect((await ask('PUT', '/control/snapshot', snapshot)).body).toMatchObject({
    status: 'ready',
    phones: 1,
  });
  expect((await ask('GET', ADA)).body).toMatchObject({ name: 'Ada' });
  expect(world.kernel.ids.hex(8)).toBe(next);
});

test('the contract is read', async () => {
  expect((await ask('GET', '/control/contract')).body).toEqual({
    checked: { rest: 7, twiml: 2 },
    violations: [{ summary: 'unknown parameter Foo' }],
  });
});

const FAULT = { on: 'rest', match: '/', effect: 'fail' };
const BAD: [string, string, string, unknown, RegExp][] = [
  ['no digits', 'POST', `${ADA}/press`, {}, /^digits: is missing.*\{"digits":"1"\}/],
  ['digits as a number', 'POST', `${ADA}/press`, { digits: 1 }, /^digits: give the keys as text/],
  ['letters as digits', 'POST', `${ADA}/press`, { digits: '1a' }, /^digits: give 1 to 64 of the keys/],
  ['an unknown field', 'POST', `${ADA}/press`, { digits: '1', digit: '1' }, /^digit: is not known here/],
  ['a body where none belongs', 'POST', `${ADA}/answer`, { now: true }, /^now: is not known here/],
  ['broken JSON', 'POST', `${ADA}/press`, '{"digits":', /^The body is not JSON/],
  ['a list for an object', 'POST', `${ADA}/press`, ['1'], /^body: /],
  ['nothing to say', 'POST', `${ADA}/say`, { text: '  ' }, /^text: give at least one word/],
  ['a long speech', 'POST', `${ADA}/say`, { text: 'a'.repeat(1001) }, /^text: give at most 1000/],
  ['a call to a name', 'POST', `${ADA}/call`, { to: 'Carl' }, /^to: give a phone number/],
  ['a long name', 'PUT', ADA, { name: 'a'.repeat(41) }, /^name: give at most 40/],
  [
    'two behaviours at once',
    'PUT',
    `${ADA}/behaviour`,
    { busy: true, noAnswer: true },
    /give only one of busy/,
  ],
  ['a negative wait', 'PUT', `${ADA}/behaviour`, { answerAfter: -1 }, /^answerAfter: give 0 seconds or more/],
  ['a wrong voicemail', 'PUT', `${ADA}/behaviour`, { voicemail: 'yes' }, /^voicemail: give true, or/],
  ['a script beside busy', 'PUT', `${ADA}/behaviour`, { busy: true, script: [] }, /give no script beside/],
  [
    'a step with two verbs',
    'PUT',
    `${ADA}/behaviour`,
    { script: [{ press: '1' }, { press: '1', say: 'Hi' }] },
    /^script\.1: give exactly one of wait, hear, press, say, hangup/,
  ],
  ['a step without a verb', 'PUT', `${ADA}/behaviour`, { script: [{}] }, /^script\.0: give exactly one/],
  [
    'within alone',
    'PUT',
    `${ADA}/behaviour`,
    { script: [{ wait: 1, within: 1 }] },
    /"within" only beside "hear"/,
  ],
  [
    'an unknown verb',
    'PUT',
    `${ADA}/behaviour`,
    { script: [{ dance: true }] },
    /script\.0\.dance: is not known/,
  ],
  ['seconds as text', 'POST', '/control/clock/advance', { seconds: '60' }, /^seconds: give a number/],
  ['time going back', 'POST', '/control/clock/advance', { seconds: -1 }, /^seconds: give 0 seconds or more/],
  ['a single fault', 'PUT', '/control/faults', FAULT, /^body: give a list of rules/],
  [
    'an unknown effect',
    'PUT',
    '/control/faults',
    [{ ...FAULT, effect: 'explode' }],
    /^0\.effect: give one of/,
  ],
  ['an unknown place', 'PUT', '/control/faults', [FAULT, { ...FAULT, on: 'sms' }], /^1\.on: give "rest" or/],
  ['no match', 'PUT', '/control/faults', [{ on: 'rest', effect: 'fail' }], /^0\.match: is missing/],
  [
    'a broken pattern',
    'PUT',
    '/control/faults',
    [{ ...FAULT, match: '/(/' }],
    /^0\.match: is not a valid reg/,
  ],
  ['a delay of nothing', 'PUT', '/control/faults', [{ ...FAULT, effect: 'delay' }], /^0\.ms: is needed/],
  [
    'a doubled REST call',
    'PUT',
    '/control/faults',
    [{ ...FAULT, effect: 'duplicate' }],
    /^0\.effect: is for web/,
  ],
  ['status 200', 'PUT', '/control/faults', [{ ...FAULT, status: 200 }], /^0\.status: give an HTTP status/],
  ['a foreign snapshot', 'PUT', '/control/snapshot', { store: {} }, /^version: is missing/],
  ['since yesterday', 'GET', '/control/timeline?since=yesterday', undefined, /^since: give since as a whole/],
  ['an unknown filter', 'GET', '/control/timeline?sid=CA1', undefined, /^sid: is not known here/],
];

test.each(BAD)('%s is answered 400, naming the field', async (_what, method, path, body, message) => {
  const answer = await ask(method, path, body);
  expect(answer.body.message).toMatch(message);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
});

test.each([
  ['answer', {}, 'not-ringing'],
  ['reject', {}, 'not-ringing'],
  ['hangup', {}, 'not-in-call'],
  ['press', { digits: '1' }, 'not-in-call'],
  ['say', { text: 'Hello' }, 'not-in-call'],
])('%s on an idle handset is answered 409', async (verb, body, reason) => {
  expect(await ask('POST', `${ADA}/${verb}`, body)).toMatchObject({
    status: 409,
    body: { code: 'conflict', details: { reason } },
  });
});

test('a handset on a call cannot call or be removed', async () => {
  world.engine.ring('+14155550101');
  expect(await ask('POST', `${ADA}/call`, { to: '+14155550102' })).toMatchObject({ status: 409 });
  expect(await ask('DELETE', ADA)).toMatchObject({ status: 409 });
});

test.each([
  ['a real number', '+14155551234', /not a handset; handsets are the fictional numbers/],
  ['a number of the account', '+14155550199', /is a number of the account/],
  ['a word', 'ada', /not a handset/],
])('%s is answered 404', async (_what, number, message) => {
  const answer = await ask('POST', `/control/phones/${encodeURIComponent(number)}/answer`);
  expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect(answer.body.message).toMatch(message);
});

test('a number that is not URL-encoded rightly is answered 400', async () => {
  expect(await ask('GET', '/control/phones/%E0%A4%A')).toMatchObject({ status: 400 });
});

test('an unknown path is answered 404 with the list of what exists', async () => {
  const answer = await ask('GET', '/control/phone');
  expect(answer).toMatchObject({
    status: 404,
    body: { details: { exists: { 'GET /control/phones': 'the handsets' } } },
  });
});

test('a wrong method is answered 405 with the right ones', async () => {
  const answer = await ask('POST', '/control/faults', []);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, PUT, DELETE');
});

test('a body larger than any right one is answered 413', async () => {
  expect(await ask('POST', `${ADA}/say`, { text: 'a'.repeat(300_000) })).toMatchObject({ status: 413 });
});

/** Plain node:http, because fetch does not let a program set Host and Origin. */
function raw(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { port: new URL(url).port, host: '127.0.0.1', method, path, headers },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asking.on('error', reject);
    asking.end();
  });
}

test('a page elsewhere, or a name bound to this machine, is refused', async () => {
  const { host } = new URL(url);
  expect(await raw('GET', '/control/health', { host: 'evil.example' })).toBe(403);
  expect(await raw('GET', '/control/health', { host: `127.0.0.1.evil.example:1` })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: 'https://evil.example' })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: 'http://localhost:1' })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: 'null' })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: url })).toBe(200);
});

/** Reads the stream until it has seen all of `wanted`. */
async function stream(headers: Record<string, string>, wanted: string[]): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(`${url}/control/events`, { headers, signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (wanted.every((part) => text.includes(part))) break;
  }
  stop.abort();
  return text;
}

test('the stream gives what is, then each change', async () => {
  await ask('PUT', ADA, { name: 'Ada' });
  const reading = stream({}, ['"name":"Ada"', '123456', '"state":"ringing"', 'event: timeline']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  world.engine.ring('+14155550101');
  expect(await reading).toContain('rings: +14155550199 is calling');
});

test('a stream that was cut goes on behind the last event it gave', async () => {
  world.kernel.timeline.add({ kind: 'rest', summary: 'the first' });
  world.kernel.timeline.add({ kind: 'rest', summary: 'the second' });
  const text = await stream({ 'last-event-id': '1' }, ['the second']);
  expect(text).not.toContain('the first');
});

test('closing ends open streams', async () => {
  const response = await fetch(`${url}/control/events`);
  const reader = response.body?.getReader();
  await reader?.read();
  await control.close();
  await expect(
    (async () => {
      while (!(await reader?.read())?.done);
    })(),
  ).rejects.toThrow();
  await control.listen(0);
});
