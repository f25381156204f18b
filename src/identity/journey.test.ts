import jwt from 'jsonwebtoken';
import { handler as end } from '../../functions/session/end';
import { handler as me } from '../../functions/session/me';
import { handler as refresh } from '../../functions/session/refresh';
import { handler as emailInit } from '../../functions/setup/email/init';
import { handler as emailValidate } from '../../functions/setup/email/validate';
import { handler as phoneInit } from '../../functions/setup/phone/init';
import { handler as phoneValidate } from '../../functions/setup/phone/validate';
import { FakeTwilio } from '../testing/fake-twilio';
import { type Asked, ENVIRONMENT, invoke } from '../testing/invoke';
import { agentIdOf } from './email';

const EMAIL = 'spock@example.com';
const PHONE = '+14155550101';
const COOKIE = '__Host-cordboard_session';

let twilio: FakeTwilio;
let start: number;
beforeEach(() => {
  start = Date.now();
  twilio = new FakeTwilio();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Sets the time that functions see, in seconds after the test's start; timers stay real. */
function at(seconds: number): void {
  jest.useFakeTimers({
    now: start + seconds * 1000,
    doNotFake: ['setTimeout', 'clearTimeout', 'nextTick', 'setImmediate', 'performance'],
  });
}

/** How many requests to Twilio `work` makes. */
async function counting<T>(work: () => Promise<T>): Promise<[T, number]> {
  const before = twilio.requests.length;
  const result = await work();
  return [result, twilio.requests.length - before];
}

async function proveEmail(email = EMAIL): Promise<string> {
  await invoke(emailInit, twilio, { email });
  const { body } = await invoke(emailValidate, twilio, { email, code: twilio.codeFor(email) });
  return String(body.data.token);
}

async function askPhone(token: string, phoneNumber = PHONE): Promise<string> {
  const { body } = await invoke(phoneInit, twilio, { token, phoneNumber });
  return String(body.data.token);
}

async function signUp(email = EMAIL, phone = PHONE) {
  const token = await askPhone(await proveEmail(email), phone);
  return invoke(phoneValidate, twilio, { token, code: twilio.codeFor(phone) });
}

const cookieOf = (answer: Awaited<ReturnType<typeof invoke>>): Asked => ({
  cookies: { [COOKIE]: answer.cookies[COOKIE]?.value ?? '' },
});

test('a person proves e-mail and phone, is signed in, and it takes 1, 2, 2 and 3 requests', async () => {
  const [sent, first] = await counting(() =>
    invoke(emailInit, twilio, { email: ' Spock+work@Example.com ' }),
  );
  expect([sent.status, first]).toEqual([200, 1]);
  expect(sent.body).toEqual({
    status: 'success',
    message: 'OTP sent successfully to email',
    data: {
      to: EMAIL,
      channel: 'email',
      status: 'pending',
      valid: false,
      sid: expect.stringMatching(/^VE/),
    },
  });

  const code = twilio.codeFor(EMAIL);
  const [proved, second] = await counting(() =>
    invoke(emailValidate, twilio, { email: EMAIL, code: ` ${code.slice(0, 3)}-${code.slice(3)}` }),
  );
  expect([proved.status, second]).toEqual([200, 2]);
  expect(proved.body).toEqual({
    status: 'success',
    message: 'Email verified successfully. Pass `data.token` to the next step to set up phone number.',
    data: {
      email: EMAIL,
      token: expect.stringContaining('.'),
      verifiedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      verification: { status: 'approved', valid: true, sid: expect.stringMatching(/^VE/) },
    },
  });

  const [asked, third] = await counting(() =>
    invoke(phoneInit, twilio, { token: proved.body.data.token, phoneNumber: '(415) 555-0101' }),
  );
  expect([asked.status, third]).toEqual([200, 2]);
  expect(asked.body.data).toMatchObject({ to: PHONE, channel: 'sms', status: 'pending', valid: false });

  const [done, fourth] = await counting(() =>
    invoke(phoneValidate, twilio, { token: asked.body.data.token, code: twilio.codeFor(PHONE) }),
  );
  expect([done.status, fourth]).toEqual([200, 3]);
  const agent = { id: agentIdOf(EMAIL), email: EMAIL, phone: PHONE, roles: ['agent'] };
  expect(done.body.data).toMatchObject({ agent, verification: { status: 'approved', valid: true } });
  expect(done.cookies[COOKIE]?.attributes).toBe('Path=/;Max-Age=2592000;HttpOnly;SameSite=Strict;Secure');

  const [who, none] = await counting(() =>
    invoke(me, twilio, {}, { headers: { authorization: `Bearer ${done.body.data.accessToken}` } }),
  );
  expect([who.status, none]).toEqual([200, 0]);
  expect(who.body.data).toEqual({ agent, tenant: 'default' });
});

test('what leaves for the rate limits and the log names nobody', async () => {
  const { log } = await invoke(emailInit, twilio, { email: EMAIL });
  expect(JSON.stringify(log)).not.toContain('spock');
  const limits = JSON.parse(twilio.requests[0]?.form.RateLimits ?? '{}') as Record<string, string>;
  expect(Object.keys(limits)).toEqual(['email_address', 'email_client']);
  expect(JSON.stringify(limits)).not.toContain('spock');
});

test('an address outside the allowed domains costs nothing', async () => {
  for (const email of ['kirk@example.org', 'kirk@sub.example.com', 'kirk@example.com.evil.test']) {
    const [answer, requests] = await counting(() => invoke(emailInit, twilio, { email }));
    expect([answer.status, answer.body.code, requests]).toEqual([403, 'email_not_allowed', 0]);
  }
});

test('a known and an unknown person get the same answer', async () => {
  const unknown = await invoke(emailInit, twilio, { email: 'uhura@example.com' });
  await signUp();
  const known = await invoke(emailInit, twilio, { email: EMAIL });
  expect({ ...known.body.data, to: '', sid: '' }).toEqual({ ...unknown.body.data, to: '', sid: '' });
});

test('a wrong code, a used code and the sixth try are told apart', async () => {
  await invoke(emailInit, twilio, { email: EMAIL });
  const wrong = await invoke(emailValidate, twilio, { email: EMAIL, code: '0000' });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'wrong_code']);
  const code = twilio.codeFor(EMAIL);
  expect((await invoke(emailValidate, twilio, { email: EMAIL, code })).status).toBe(200);
  const again = await invoke(emailValidate, twilio, { email: EMAIL, code });
  expect([again.status, again.body.code]).toEqual([410, 'code_expired']);

  await invoke(emailInit, twilio, { email: EMAIL });
  for (let count = 0; count < 5; count += 1)
    await invoke(emailValidate, twilio, { email: EMAIL, code: '0000' });
  const sixth = await invoke(emailValidate, twilio, { email: EMAIL, code: '0000' });
  expect([sixth.status, sixth.body.code, sixth.headers['Retry-After']]).toEqual([
    429,
    'too_many_attempts',
    '600',
  ]);
});

test.each([20429, 60203, 60207, 60212])('Verify refusing more codes with %i is 429 at once', async (code) => {
  twilio.intercept = () => ({ status: 429, body: { code, status: 429, message: 'no', more_info: '' } });
  const [answer, requests] = await counting(() => invoke(emailInit, twilio, { email: EMAIL }));
  expect([answer.status, answer.body.code, requests]).toEqual([429, 'too_many_codes', 1]);
});

test('the tokens of both steps work once', async () => {
  const emailToken = await proveEmail();
  const phoneToken = await askPhone(emailToken);
  const code = twilio.codeFor(PHONE);
  expect((await invoke(phoneValidate, twilio, { token: phoneToken, code })).status).toBe(200);
  const second = await invoke(phoneValidate, twilio, { token: phoneToken, code });
  expect([second.status, second.body.code]).toEqual([401, 'token_used']);
  const third = await invoke(phoneInit, twilio, { token: emailToken, phoneNumber: PHONE });
  expect([third.status, third.body.code]).toEqual([401, 'token_used']);
});

test('the e-mail token is good for five minutes', async () => {
  const token = await proveEmail();
  at(5 * 60 + 1);
  const late = await invoke(phoneInit, twilio, { token, phoneNumber: PHONE });
  expect([late.status, late.body.code]).toEqual([401, 'token_expired']);
});

test('a forged token is refused everywhere, whatever is wrong with it', async () => {
  const real = await proveEmail();
  const claims = jwt.decode(real) as Record<string, unknown>;
  const secret = ENVIRONMENT.JWT_SECRET;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged = [
    `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
    jwt.sign(claims, 'another secret that is as long as ours', { algorithm: 'HS256' }),
    jwt.sign(claims, secret, { algorithm: 'HS512' }),
    jwt.sign({ ...claims, aud: 'cordboard:access' }, secret),
    jwt.sign({ ...claims, iss: 'somebody' }, secret),
    jwt.sign({ ...claims, tenant: 'other' }, secret),
    `${real.slice(0, -4)}AAAA`,
    'x',
  ];
  for (const token of forged) {
    const [answer, requests] = await counting(() => invoke(phoneInit, twilio, { token, phoneNumber: PHONE }));
    expect([answer.status, answer.body.code, requests]).toEqual([401, 'invalid_token', 0]);
  }
  const misused = await invoke(me, twilio, {}, { headers: { authorization: `Bearer ${real}` } });
  expect([misused.status, misused.body.code]).toEqual([401, 'invalid_token']);
});

test.each([
  ['911', 400, 'invalid_number'],
  ['+19005551234', 422, 'number_not_allowed'],
  ['+4915123456789', 422, 'number_not_allowed'],
  [ENVIRONMENT.CALLER_ID, 422, 'number_not_allowed'],
])('%s is not taken for a phone, and no code is sent', async (phoneNumber, status, code) => {
  const token = await proveEmail();
  const [answer, requests] = await counting(() => invoke(phoneInit, twilio, { token, phoneNumber }));
  expect([answer.status, answer.body.code, requests]).toEqual([status, code, 0]);
});

test('a number that somebody holds stays theirs, until they change it', async () => {
  await signUp();
  const refused = await signUp('kirk@example.com', PHONE);
  expect([refused.status, refused.body.code]).toEqual([409, 'phone_in_use']);

  expect((await signUp(EMAIL, '+14155550102')).status).toBe(200);
  expect((await signUp('kirk@example.com', PHONE)).status).toBe(200);
  const back = await signUp(EMAIL, PHONE);
  expect(back.body.code).toBe('phone_in_use');
});

test('signing in again with the same phone takes 2 requests in the last step', async () => {
  await signUp();
  const token = await askPhone(await proveEmail());
  const [again, requests] = await counting(() =>
    invoke(phoneValidate, twilio, { token, code: twilio.codeFor(PHONE) }),
  );
  expect([again.status, requests]).toEqual([200, 2]);
});

test('a refresh of another tab between the two phone requests does no harm', async () => {
  const session = cookieOf(await signUp());
  const token = await askPhone(await proveEmail(), '+14155550102');
  expect((await invoke(refresh, twilio, {}, session)).status).toBe(200);
  const done = await invoke(phoneValidate, twilio, { token, code: twilio.codeFor('+14155550102') });
  expect(done.status).toBe(200);
  expect(twilio.items('agents')[agentIdOf(EMAIL)]).toMatchObject({
    phone: '+14155550102',
    sessions: [{ generation: 2 }, { generation: 1 }],
  });
});

test('when the answer to the last write is lost, the person is signed in all the same, once', async () => {
  const token = await askPhone(await proveEmail());
  let lost = false;
  twilio.lose = ({ method, headers }) => {
    if (method !== 'post' || headers['If-Match'] === undefined || lost) return undefined;
    lost = true;
    return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
  const done = await invoke(phoneValidate, twilio, { token, code: twilio.codeFor(PHONE) });
  expect([done.status, lost]).toEqual([200, true]);
  expect(twilio.items('agents')[agentIdOf(EMAIL)]).toMatchObject({ sessions: [{ generation: 1 }] });
});

test('refreshing rotates the cookie in 2 requests; a second tab is fine, an old copy ends the session', async () => {
  const first = cookieOf(await signUp());
  const [rotated, requests] = await counting(() => invoke(refresh, twilio, {}, first));
  expect([rotated.status, requests]).toEqual([200, 2]);
  const second = cookieOf(rotated);
  expect(second).not.toEqual(first);
  expect((await invoke(refresh, twilio, {}, first)).status).toBe(200);

  at(31);
  const replayed = await invoke(refresh, twilio, {}, first);
  expect([replayed.status, replayed.body.code]).toEqual([401, 'session_ended']);
  const victim = await invoke(refresh, twilio, {}, second);
  expect([victim.status, victim.body.code]).toEqual([401, 'session_ended']);
});

test('a session is over after 30 days, however often it was refreshed', async () => {
  let cookie = cookieOf(await signUp());
  at(29 * 24 * 3600);
  const late = await invoke(refresh, twilio, {}, cookie);
  expect(late.status).toBe(200);
  expect(late.cookies[COOKIE]?.attributes).toMatch(/Max-Age=8640[01];/);
  cookie = cookieOf(late);
  at(30 * 24 * 3600 + 2);
  expect((await invoke(refresh, twilio, {}, cookie)).body.code).toBe('session_ended');
});

test('ending a session takes the cookie back and can be repeated', async () => {
  const session = cookieOf(await signUp());
  for (const asked of [session, session, {}]) {
    const ended = await invoke(end, twilio, {}, asked);
    expect([ended.status, ended.cookies[COOKIE]?.value]).toEqual([200, '']);
  }
  expect((await invoke(refresh, twilio, {}, session)).body.code).toBe('session_ended');
});

test("another site's page can neither refresh nor end a session", async () => {
  const session = cookieOf(await signUp());
  const evil = { ...session, headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' } };
  expect((await invoke(refresh, twilio, {}, evil)).body.code).toBe('forbidden');
  expect((await invoke(end, twilio, {}, evil)).body.code).toBe('forbidden');
  const own = { ...session, headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' } };
  expect((await invoke(refresh, twilio, {}, own)).status).toBe(200);
});

test('whoever leaves the company loses the session at the next refresh', async () => {
  const session = cookieOf(await signUp());
  const environment = { ALLOWED_EMAIL_DOMAINS: 'example.org' };
  const answer = await invoke(refresh, twilio, {}, { ...session, environment });
  expect(answer.body.code).toBe('session_ended');
});

test('roles come from the configuration, at the next refresh', async () => {
  const session = cookieOf(await signUp());
  const environment = { SUPERVISOR_EMAILS: 'Spock+boss@example.com' };
  const { body } = await invoke(refresh, twilio, {}, { ...session, environment });
  expect(body.data.agent).toMatchObject({ roles: ['agent', 'supervisor'] });
});
