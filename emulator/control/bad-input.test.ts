import { request } from 'node:http';
import { ADA, type ControlWorld, controlWorld } from './testing';

let world: ControlWorld;
let ask: ControlWorld['ask'];

beforeEach(async () => {
  world = await controlWorld();
  ask = world.ask;
});

afterEach(() => world.control.close());

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
      { port: new URL(world.url).port, host: '127.0.0.1', method, path, headers },
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
  const { host } = new URL(world.url);
  expect(await raw('GET', '/control/health', { host: 'evil.example' })).toBe(403);
  expect(await raw('GET', '/control/health', { host: `127.0.0.1.evil.example:1` })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: 'https://evil.example' })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: 'http://localhost:1' })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: 'null' })).toBe(403);
  expect(await raw('POST', '/control/reset', { host, origin: world.url })).toBe(200);
});
