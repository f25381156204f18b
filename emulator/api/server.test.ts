import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultRule } from '../faults';
import { Contract } from './contract';
import { created, ok, type RestRequest, type Route } from './rest';
import { RestServer } from './server';
import { testKernel } from './testing';

const kernel = testKernel({ account: { apiKeys: { SK1: 'shh' } } });
const contract = new Contract(kernel.timeline);
const seen: RestRequest[] = [];
const DOCUMENT = {
  sid: `ET${'0'.repeat(32)}`,
  unique_name: 'a',
  revision: '0',
  data: {},
};
let answer: Route['handle'] = () => created(DOCUMENT);

const sync = (method: Route['method'], path: string): Route => ({
  method,
  host: 'sync.twilio.com',
  path,
  handle: (request) => {
    seen.push(request);
    return answer(request);
  },
});

const rest = new RestServer(kernel, contract, [
  {
    name: 'sync',
    routes: [
      sync('POST', '/v1/Services/{ServiceSid}/Documents'),
      sync('GET', '/v1/Services/{ServiceSid}/Documents/{Sid}'),
      { method: 'POST', host: 'serverless-upload.twilio.com', path: '/v1/{Any}', handle: () => ok({}) },
    ],
  },
]);

// Without TLS and proxy: the host that a request is meant for stands in a header.
const server = http.createServer((request, response) => {
  void rest.handle(request, response, String(request.headers['x-host']));
});
let base: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  seen.length = 0;
  kernel.timeline.clear();
  kernel.faults.clear();
  contract.reset();
  answer = () => created(DOCUMENT);
});

const basic = (user: string, secret: string) =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
const OWN = basic(kernel.account.sid, kernel.account.authToken);

interface Ask {
  method?: string;
  host?: string;
  form?: Record<string, string>;
  authorization?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function ask(
  path: string,
  { method = 'POST', host = 'sync.twilio.com', form, authorization = OWN, headers, body }: Ask = {},
) {
  const content = form ? new URLSearchParams(form).toString() : body;
  const reply = await fetch(base + path, {
    method,
    ...(content === undefined ? {} : { body: content }),
    headers: {
      'x-host': host,
      authorization,
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...headers,
    },
  });
  const text = await reply.text();
  return {
    status: reply.status,
    headers: reply.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

const DOCUMENTS = '/v1/Services/default/Documents';
const events = () => kernel.timeline.since(0).map(({ kind, summary }) => `${kind}: ${summary}`);

test('a request reaches the route with its variables, fields and query', async () => {
  const reply = await ask(`${DOCUMENTS}/a%2Fb`, { method: 'GET' });
  expect(reply.status).toBe(201);
  expect(seen[0]?.params).toEqual({ ServiceSid: 'default', Sid: 'a/b' });
  await ask(DOCUMENTS, { form: { UniqueName: 'a', Ttl: '60' } });
  expect(seen[1]?.form.toJSON()).toEqual({ UniqueName: 'a', Ttl: '60' });
});

test("Twilio's headers stand on each answer, and the route's own", async () => {
  answer = () => ({ ...created(DOCUMENT), headers: { etag: '"7"' } });
  const { headers } = await ask(DOCUMENTS, { form: { UniqueName: 'a' } });
  expect(headers.get('etag')).toBe('"7"');
  expect(headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(headers.get('twilio-concurrent-requests')).toBe('1');
});

test('credentials: the account, an API key, and nothing else', async () => {
  const statuses = async (...authorizations: string[]) =>
    Promise.all(
      authorizations.map(async (authorization) => (await ask(DOCUMENTS, { authorization })).status),
    );
  expect(await statuses(OWN, basic('SK1', 'shh'))).toEqual([201, 201]);
  const wrong = [
    basic(kernel.account.sid, 'x'),
    basic('SK1', ''),
    basic('SK2', 'shh'),
    basic('toString', ''),
    'Bearer x',
    '',
    `Basic ${Buffer.from('nocolon').toString('base64')}`,
  ];
  expect(await statuses(...wrong)).toEqual(wrong.map(() => 401));
  const { body } = await ask(DOCUMENTS, { authorization: '' });
  expect(body).toEqual({
    code: 20003,
    message: 'Authenticate',
    more_info: 'https://www.twilio.com/docs/errors/20003',
    status: 401,
  });
});

test("another account's path is refused like wrong credentials", async () => {
  const path = `/2010-04-01/Accounts/AC${'f'.repeat(32)}/Calls.json`;
  expect(await ask(path, { host: 'api.twilio.com', method: 'GET' })).toMatchObject({
    status: 401,
    body: { code: 20003 },
  });
});

test('an operation that Twilio has and the emulator lacks is answered 501, by name', async () => {
  const { status, body } = await ask('/v1/Services', { method: 'GET' });
  expect(status).toBe(501);
  expect(body.message).toBe(
    'The emulator has no ListService (GET https://sync.twilio.com/v1/Services). Add it in emulator/api/sync/; emulator/README.md says how.',
  );
  expect(contract.report().unsupported).toEqual(['ListService (GET /v1/Services)']);
});

test('a path that Twilio does not have is 404 / 20404', async () => {
  expect(await ask('/v1/Servces')).toMatchObject({
    status: 404,
    body: { code: 20404, message: 'The requested resource /v1/Servces was not found' },
  });
});

test('a host outside the OpenAPI works when the emulator has a route for it', async () => {
  expect((await ask('/v1/x', { host: 'serverless-upload.twilio.com' })).status).toBe(200);
  expect(contract.report().checked.requests).toBe(0);
});

test('a misspelt parameter is a violation, and the request goes on as at Twilio', async () => {
  expect((await ask(DOCUMENTS, { form: { UniqueNam: 'a' } })).status).toBe(201);
  expect(events()[0]).toBe(
    "violation: Breaks Twilio's contract: CreateDocument (POST /v1/Services/{ServiceSid}/Documents): form: must NOT have additional properties: UniqueNam",
  );
});

test('an answer that Twilio would not give is a violation of the emulator', async () => {
  answer = () => created({ ...DOCUMENT, revison: '0', date_created: 7 });
  await ask(DOCUMENTS, { form: { UniqueName: 'a' } });
  expect(contract.report()).toMatchObject({
    checked: { requests: 1, answers: 1 },
    violations: [
      {
        what: 'answer',
        problems: expect.arrayContaining([
          'must NOT have additional properties: revison',
          'date_created must be string',
        ]),
      },
    ],
  });
});

test('a status that Twilio does not give for the operation is a violation', async () => {
  answer = () => ok(DOCUMENT);
  await ask(DOCUMENTS, { form: { UniqueName: 'a' } });
  expect(contract.report().violations[0]?.problems).toEqual(['Twilio answers this operation with 201']);
});

test('a route that throws is 500 for the caller and a violation with its stack for us', async () => {
  answer = () => {
    throw new Error('a bug');
  };
  expect(await ask(DOCUMENTS)).toMatchObject({ status: 500, body: { code: 20500 } });
  const [event] = kernel.timeline.since(0);
  expect(event).toMatchObject({ kind: 'violation', data: { stack: expect.stringContaining('a bug') } });
});

test('broken JSON and broken paths are told as such', async () => {
  const headers = { 'content-type': 'application/json' };
  expect(await ask(DOCUMENTS, { body: '{"a":', headers })).toMatchObject({
    status: 400,
    body: { code: 20001 },
  });
  expect(await ask('/v1/Services/%E0%A4%A/Documents')).toMatchObject({ status: 400, body: { code: 20001 } });
});

test('every exchange is on the timeline; credentials never are', async () => {
  await ask(`${DOCUMENTS}?PageSize=1`, { form: { UniqueName: 'a' } });
  const event = kernel.timeline.since(0).at(-1);
  expect(event).toMatchObject({
    kind: 'rest',
    summary: 'POST sync.twilio.com/v1/Services/default/Documents (CreateDocument): 201',
    ms: expect.any(Number),
    data: {
      method: 'POST',
      host: 'sync.twilio.com',
      path: DOCUMENTS,
      query: { PageSize: '1' },
      operation: 'CreateDocument',
      form: { UniqueName: 'a' },
      status: 201,
      reply: DOCUMENT,
    },
  });
  const text = JSON.stringify(kernel.timeline.since(0));
  for (const secret of [kernel.account.authToken, OWN]) expect(text).not.toContain(secret);
});

const fault = (rule: Omit<FaultRule, 'on' | 'match'>) =>
  kernel.faults.set([{ on: 'rest', match: 'POST https://sync.twilio.com', ...rule }]);

test('fault fail: answered so, and not carried out', async () => {
  fault({ effect: 'fail', status: 429, code: 20429, limit: 1 });
  expect(await ask(DOCUMENTS)).toMatchObject({ status: 429, body: { code: 20429 } });
  expect(seen).toHaveLength(0);
  expect((await ask(DOCUMENTS)).status).toBe(201);
});

test('fault drop: the connection breaks and nothing is done', async () => {
  fault({ effect: 'drop' });
  await expect(ask(DOCUMENTS)).rejects.toThrow();
  expect(seen).toHaveLength(0);
  expect(events()).toContain(
    'rest: POST sync.twilio.com/v1/Services/default/Documents: connection broken by a fault, nothing done',
  );
});

test('fault fail-after: it is done, but the answer is lost', async () => {
  fault({ effect: 'fail-after' });
  await expect(ask(DOCUMENTS)).rejects.toThrow();
  expect(seen).toHaveLength(1);
});

test('fault delay: it is done when the emulated time has come', async () => {
  fault({ effect: 'delay', ms: 30_000 });
  const reply = ask(DOCUMENTS);
  while (events().length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(seen).toHaveLength(0);
  await kernel.clock.advance(30);
  expect((await reply).status).toBe(201);
});
