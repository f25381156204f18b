import fc from 'fast-check';
import * as v from 'valibot';
import { FakeTwilio } from '../testing/fake-twilio';
import { ENVIRONMENT, invoke } from '../testing/invoke';
import {
  agentEndpoint,
  type Caller,
  type ErrorCode,
  errorTable,
  Problem,
  publicEndpoint,
  signToken,
  supervisorEndpoint,
  twilioWebhook,
} from '.';

const Greeting = () =>
  v.object({
    name: v.pipe(v.string('Send a name.'), v.maxLength(20, 'Send a shorter name.')),
    times: v.optional(v.pipe(v.string('Send a number.'), v.regex(/^\d$/, 'Send one digit.')), '1'),
  });
const greet = publicEndpoint(Greeting, async (_, { name, times }) => ({
  message: `Hello ${name}`,
  data: { times },
}));
/** An endpoint whose use case fails with `error`. */
const failing = (error: unknown) =>
  publicEndpoint(v.object({}), async () => {
    throw error;
  });

let twilio: FakeTwilio;
beforeEach(() => {
  twilio = new FakeTwilio();
});

function bearer(claims: Partial<Caller> = {}, seconds = 60) {
  const context = { secret: ENVIRONMENT.JWT_SECRET, tenant: 'default', now: new Date() };
  const access = { email: 'spock@example.com', phone: '+14155550101', roles: ['agent'], sid: 's', epoch: 0 };
  const token = signToken(context, 'access', { ...access, ...claims, sub: 'agent', jti: 'j' }, seconds);
  return { headers: { authorization: `Bearer ${token}` } };
}

test('a request that is understood is answered with status, message and data', async () => {
  const answer = await invoke(greet, twilio, { name: 'Spock', unknown: 'ignored' });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ status: 'success', message: 'Hello Spock', data: { times: '1' } });
  expect(answer.headers).toMatchObject({
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    Vary: 'Origin',
  });
  expect(answer.log).toEqual({
    endpoint: '/test',
    status: 200,
    code: 'ok',
    ms: expect.any(Number),
    upstreamMs: 0,
    upstreamCalls: 0,
    tenant: 'default',
  });
});

test('every field that cannot be used is named, with what to send instead', async () => {
  const answer = await invoke(greet, twilio, { times: ['1', '2'] });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    status: 'error',
    code: 'invalid_input',
    message: errorTable().invalid_input.message,
    details: {
      fields: [
        { field: 'name', problem: 'missing', fix: 'Send a name.' },
        { field: 'times', problem: 'given more than once', fix: 'Send times once.' },
      ],
    },
  });
  const wrong = await invoke(greet, twilio, { name: 'x'.repeat(21), times: 'many' });
  expect(wrong.body.details.fields).toEqual([
    { field: 'name', problem: 'wrong', fix: 'Send a shorter name.' },
    { field: 'times', problem: 'wrong', fix: 'Send one digit.' },
  ]);
});

test.each([['x'], [{ a: 'b' }], [['x', 'y']], [7], [null], [{ headers: 'x', cookies: {} }]])(
  'a field named request (%j) is refused',
  async (request) => {
    const answer = await invoke(greet, twilio, { name: 'Spock', request });
    expect([answer.status, answer.body.code]).toEqual([400, 'reserved_field']);
  },
);

test('without a session, or with one that ran out, nobody comes in', async () => {
  const secret = agentEndpoint(Greeting, async () => ({ message: 'in', data: {} }));
  for (const headers of [{}, { authorization: 'Basic abc' }, { authorization: ['Bearer a', 'Bearer b'] }]) {
    const answer = await invoke(secret, twilio, {}, { headers });
    expect([answer.status, answer.body.code]).toEqual([401, 'no_session']);
  }
  const late = await invoke(secret, twilio, {}, bearer({}, -1));
  expect([late.status, late.body.code]).toEqual([401, 'token_expired']);
  expect((await invoke(secret, twilio, { name: 'Spock' }, bearer())).status).toBe(200);
});

test('only supervisors and administrators supervise', async () => {
  const floor = supervisorEndpoint(v.object({}), async (_, __, { roles }) => ({
    message: '',
    data: { roles },
  }));
  expect((await invoke(floor, twilio, {}, bearer())).body.code).toBe('forbidden');
  for (const role of ['supervisor', 'admin'] as const)
    expect((await invoke(floor, twilio, {}, bearer({ roles: ['agent', role] }))).status).toBe(200);
});

test('what a function declares can be read off it', () => {
  expect(greet.declaration).toMatchObject({
    auth: 'public',
    schema: { type: 'object', entries: { name: {} } },
  });
});

test('a problem has the status of the table and, if told, a Retry-After', async () => {
  const answer = await invoke(failing(new Problem('too_many_calls', { retryAfter: 90 })), twilio);
  expect([answer.status, answer.headers['Retry-After']]).toEqual([429, '90']);
});

test('a bug is answered without a word of it, and logged with all personal data masked', async () => {
  const answer = await invoke(failing(new TypeError('no phone of +14155550123 spock@example.com')), twilio);
  expect([answer.status, answer.body]).toEqual([
    500,
    { status: 'error', code: 'internal', message: errorTable().internal.message },
  ]);
  expect(JSON.stringify(answer.log)).toContain('TypeError: no phone of +1415•••23 s•••@example.com');
});

test.each<[number, number, ErrorCode]>([
  [401, 20003, 'not_configured'],
  [429, 20429, 'upstream_busy'],
  [503, 20503, 'upstream_busy'],
  [500, 20500, 'upstream_failed'],
  [400, 21211, 'invalid_number'],
  [400, 21215, 'number_not_allowed'],
  [400, 60200, 'code_not_sent'],
])("Twilio's %i with code %i becomes %s", async (status, code, expected) => {
  const error = Object.assign(new Error('upstream text'), { status, code });
  const answer = await invoke(failing(error), twilio);
  expect([answer.status, answer.body.code]).toEqual([errorTable()[expected].status, expected]);
  expect(JSON.stringify(answer.body)).not.toContain('upstream text');
});

test('what is missing in the environment is logged, not told', async () => {
  const environment = { JWT_SECRET: 'short', CALLER_ID: undefined };
  const answer = await invoke(greet, twilio, { name: 'Spock' }, { environment });
  expect([answer.status, answer.body.code]).toEqual([500, 'not_configured']);
  expect(JSON.stringify(answer.log)).toMatch(/CALLER_ID is missing.*JWT_SECRET should be at least 32/);
  expect(JSON.stringify(answer.body)).not.toContain('JWT_SECRET');
});

test('whatever is thrown, the function calls back exactly once', async () => {
  const thrown = fc.oneof(
    fc.anything(),
    fc.string().map((text) => new Error(text)),
    fc.constantFrom(...(Object.keys(errorTable()) as ErrorCode[])).map((code) => new Problem(code)),
  );
  await fc.assert(
    fc.asyncProperty(thrown, fc.dictionary(fc.string(), fc.anything()), async (error, fields) => {
      const { request: _, ...rest } = fields;
      const answer = await invoke(failing(error), twilio, rest);
      expect(answer.calls).toBe(1);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }),
    {
      numRuns: 300,
      examples: [
        [{ toString: '' }, {}],
        [Object.create(null), {}],
      ],
    },
  );
});

test('a use case that never ends is answered with 504 before Twilio ends the function; its end is only logged', async () => {
  jest.useFakeTimers();
  let fail: (error: Error) => void = () => undefined;
  const stuck = publicEndpoint(
    v.object({}),
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  const pending = invoke(stuck, twilio);
  await jest.advanceTimersByTimeAsync(9_000);
  const answer = await pending;
  expect([answer.status, answer.body.code, answer.calls]).toEqual([504, 'timeout', 1]);
  const log = jest.spyOn(console, 'log').mockImplementation();
  fail(new Error('much too late'));
  await jest.advanceTimersByTimeAsync(1);
  expect(log.mock.calls.join()).toContain('much too late');
  log.mockRestore();
  jest.useRealTimers();
});

test('a page of another origin is answered only if it is on the list', async () => {
  const environment = { CORS_ORIGINS: 'https://crm.example.com' };
  const from = (origin: string) => ({ environment, headers: { origin, 'sec-fetch-site': 'cross-site' } });
  const allowed = await invoke(greet, twilio, { name: 'Spock' }, from('https://crm.example.com'));
  expect(allowed.headers).toMatchObject({
    'Access-Control-Allow-Origin': 'https://crm.example.com',
    'Access-Control-Allow-Credentials': 'true',
  });
  const other = await invoke(greet, twilio, { name: 'Spock' }, from('https://evil.test'));
  expect(other.headers).not.toHaveProperty('Access-Control-Allow-Origin');
});

test.each([
  [{}, true],
  [{ origin: 'https://example.twil.io' }, true],
  [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://evil.test' }, false],
  [{ origin: 'null' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
])('a request with %j may come in without a session, with its cookies: %s', async (headers, trusted) => {
  const show = publicEndpoint(v.object({}), async (_, __, { cookies }) => ({
    message: '',
    data: { ...cookies },
    cookies: [{ name: 'c', value: 'd', maxAge: 1 }],
  }));
  const { status, body, cookies } = await invoke(
    show,
    twilio,
    {},
    { headers, cookies: { '__Host-a': 'b', a: 'planted', '__HOST-a': 'planted' } },
  );
  expect([status, body.data ?? body.code]).toEqual(trusted ? [200, { a: 'b' }] : [403, 'forbidden']);
  expect('__Host-c' in cookies).toBe(trusted);
});

test('a webhook answers with TwiML as text, or with nothing', async () => {
  const twiml = twilioWebhook(v.object({}), async () => '<Response/>', 'twiml');
  const said = await invoke(twiml, twilio);
  expect([said.status, said.headers['Content-Type'], said.body]).toEqual([200, 'text/xml', '<Response/>']);
  const silent = twilioWebhook(v.object({}), async () => undefined);
  expect((await invoke(silent, twilio)).status).toBe(204);
});

test('a webhook learns the name of its delivery from Twilio; nobody else can have one', async () => {
  const seen: unknown[] = [];
  const asked = { headers: { 'I-Twilio-Idempotency-Token': 'abc' } };
  const webhook = twilioWebhook(v.object({}), async ({ delivery }) => {
    seen.push(delivery);
    return undefined;
  });
  const endpoint = publicEndpoint(v.object({}), async ({ delivery }) => {
    seen.push(delivery);
    return { message: 'done', data: {} };
  });
  await invoke(webhook, twilio, {}, asked);
  await invoke(webhook, twilio);
  await invoke(endpoint, twilio, {}, asked);
  expect(seen).toEqual(['abc', undefined, undefined]);
});

test('a webhook that steers a call apologises in the language of the place; a status callback asks for another delivery', async () => {
  const broken = async () => {
    throw new Error('no');
  };
  const spoken = await invoke(
    twilioWebhook(v.object({}), broken, 'twiml'),
    twilio,
    {},
    { environment: { LOCALE: 'es' } },
  );
  expect(spoken.status).toBe(200);
  expect(String(spoken.body)).toMatch(/<Say language="es-MX">Lo sentimos.*<Hangup\/>/);
  expect((await invoke(twilioWebhook(v.object({}), broken), twilio)).status).toBe(500);
  const raced = async () => {
    throw new Problem('conflict');
  };
  expect((await invoke(twilioWebhook(v.object({}), raced), twilio)).status).toBe(503);
});

test('addresses for webhooks carry their query and ask for redelivery', async () => {
  const show = publicEndpoint(v.object({}), async ({ webhookUrl }) => ({
    message: '',
    data: [webhookUrl('/a/b', { call: 'x y' }), webhookUrl('/c')],
  }));
  expect((await invoke(show, twilio)).body.data).toEqual([
    'https://example.twil.io/a/b?call=x+y#rc=2&rp=5xx,ct,rt',
    'https://example.twil.io/c#rc=2&rp=5xx,ct,rt',
  ]);
});

test('the table of errors is complete sentences with the right kind of status', () => {
  for (const [code, { status, message }] of Object.entries(errorTable())) {
    expect(code).toMatch(/^[a-z_]+$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(message).toMatch(/^[A-Z].*\.$/);
  }
});
