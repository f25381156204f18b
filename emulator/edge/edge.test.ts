import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import twilio from 'twilio';
import { Domains } from '../domains';
import { createKernel } from '../kernel';
import type { HostedProject } from '../options';
import { WebhookDelivery } from '../webhooks/delivery';
import { hostProject } from '.';

const PROJECT = path.join(__dirname, 'fixtures/plain');
const domains = new Domains();
const kernel = createKernel(1, {}, (parts) => new WebhookDelivery(parts, domains));
let folder: string;
let project: HostedProject;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'edge-'));
  project = await hostProject(
    {
      kernel,
      domains,
      dataDir: folder,
      functionTimeout: 300,
      environment: { HTTP_PROXY: 'http://127.0.0.1:9' },
    },
    { cwd: PROJECT, envFile: path.join(PROJECT, 'project.env'), port: 0 },
  );
});

afterAll(async () => {
  await project.close();
  kernel.clock.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => kernel.timeline.clear());

const events = () => kernel.timeline.since(0);
const logged = async (test: (summary: string) => boolean) => {
  // What a function logs comes by another way than its answer, and may come after it.
  for (let tries = 0; tries < 200 && !events().some(({ summary }) => test(summary)); tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return events().find(({ summary }) => test(summary));
};

async function ask(target: string, init: RequestInit = {}) {
  const reply = await fetch(project.url + target, init);
  const text = await reply.text();
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    json: () => JSON.parse(text) as Record<string, unknown>,
  };
}

const post = (target: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(target, { method: 'POST', body: new URLSearchParams(fields), headers });

const signed = (url: string, fields: Record<string, string>) => ({
  'x-twilio-signature': twilio.getExpectedTwilioSignature(kernel.account.authToken, url, fields),
});

test('a public function is served with its variables, by GET and by POST', async () => {
  expect((await ask('/hello?name=Ann')).json()).toEqual({ greeting: "Good day, it's me", name: 'Ann' });
  expect((await post('/hello', { name: 'Bob' })).json()).toMatchObject({ name: 'Bob' });
});

test('a function sees the context that Twilio gives it, and nothing of the emulator', async () => {
  const reply = await ask('/context', {
    headers: { referer: 'http://localhost/', via: '1.1 x', 'x-forwarded-for': '1.2.3.4', 'x-own': 'kept' },
  });
  const { context, headers, proxy } = reply.json() as Record<string, Record<string, string>>;
  expect(context).toEqual({
    PATH: '/context',
    DOMAIN_NAME: project.domain,
    ACCOUNT_SID: kernel.account.sid,
    AUTH_TOKEN: kernel.account.authToken,
    SERVICE_SID: expect.stringMatching(/^ZS/),
    ENVIRONMENT_SID: expect.stringMatching(/^ZE/),
    GREETING: "Good day, it's me",
    getTwilioClient: 'function',
  });
  expect(headers?.['x-own']).toBe('kept');
  for (const hidden of ['host', 'referer', 'via', 'x-forwarded-for', 'x-emulator-invocation'])
    expect(headers).not.toHaveProperty(hidden);
  expect(proxy).toBe('http://127.0.0.1:9');
});

test('a protected function wants a signature, under its public domain or its local address', async () => {
  const fields = { From: '+14155550101', CallSid: `CA${'1'.repeat(32)}` };
  expect((await post('/voice/answer', fields)).status).toBe(403);
  expect((await post('/voice/answer', fields, { 'x-twilio-signature': 'x' })).status).toBe(403);
  const elsewhere = signed('https://example.com/voice/answer', fields);
  expect((await post('/voice/answer', fields, elsewhere)).status).toBe(403);
  for (const origin of [`https://${project.domain}`, project.url]) {
    const reply = await post('/voice/answer?x=1', fields, signed(`${origin}/voice/answer?x=1`, fields));
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(reply.text).toContain('<Say>Hello +14155550101</Say>');
  }
  const tampered = { ...fields, From: '+14155550102' };
  const reply = await post(
    '/voice/answer',
    tampered,
    signed(`https://${project.domain}/voice/answer`, fields),
  );
  expect(reply.status).toBe(403);
});

test('a webhook of the emulator itself gets into a protected function', async () => {
  const answer = await kernel.webhooks.request({
    purpose: 'twiml',
    url: `https://${project.domain}/voice/answer`,
    method: 'POST',
    params: { From: '+14155550101', CallSid: `CA${'1'.repeat(32)}` },
  });
  expect(answer.status).toBe(200);
  const { callSid } = events().find(({ kind }) => kind === 'function') ?? {};
  expect(callSid).toBe(`CA${'1'.repeat(32)}`);
});

test('private functions and assets, and what is not there, are 404', async () => {
  for (const target of [
    '/secret',
    '/numbers.json',
    '/nothing',
    '/hello/',
    '/../package.json',
    '/%2e%2e/project.env',
  ])
    expect([target, (await ask(target)).status]).toEqual([target, 404]);
});

test('assets are served, protected ones to a signature only', async () => {
  const page = await ask('/page.html');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect((await ask('/page.html', { method: 'HEAD' })).status).toBe(200);
  expect((await ask('/page.html', { method: 'POST' })).status).toBe(405);
  expect((await ask('/signed.txt')).status).toBe(403);
  const headers = signed(`https://${project.domain}/signed.txt`, {});
  expect((await ask('/signed.txt', { headers })).text).toBe('for Twilio only\n');
});

test('OPTIONS is answered by the platform; other methods are refused', async () => {
  const reply = await ask('/voice/answer', { method: 'OPTIONS' });
  expect(reply.status).toBe(204);
  expect(reply.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
  for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD'])
    expect([method, (await ask('/hello', { method })).status]).toEqual([method, 405]);
});

test('a GET with a body is 403, broken JSON 400 without a stack', async () => {
  const status = await new Promise((resolve) => {
    const { hostname, port } = new URL(project.url);
    const request = http.request({
      hostname,
      port,
      path: '/hello',
      method: 'GET',
      headers: { 'content-length': 1 },
    });
    request.on('response', (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    });
    request.end('x');
  });
  expect(status).toBe(403);
  const headers = { 'content-type': 'application/json' };
  for (const body of ['{"a":', 'nonsense', '"text"', '7', 'null']) {
    const reply = await ask('/hello', { method: 'POST', body, headers });
    expect([body, reply.status, reply.json().message]).toEqual([
      body,
      400,
      'The body of the request is not a valid JSON object',
    ]);
  }
  expect((await ask('/hello', { method: 'POST', body: '{"name":"Eve"}', headers })).json()).toMatchObject({
    name: 'Eve',
  });
});

test('too many or too large headers are 431, too large a body 413', async () => {
  const many = Object.fromEntries(Array.from({ length: 95 }, (_, index) => [`x-${index}`, 'y']));
  expect((await ask('/hello', { headers: many })).json()).toMatchObject({ status: 431, code: 82008 });
  expect((await ask('/hello', { headers: { 'x-large': 'y'.repeat(15_000) } })).status).toBe(431);
  const body = `name=${'x'.repeat(6 * 1024 * 1024)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await ask('/hello', { method: 'POST', body, headers })).status).toBe(413);
});

test.each([
  ['/throw', 'Error: thrown on purpose'],
  ['/reject', 'Error: rejected on purpose'],
  ['/circular', 'TypeError: Converting circular structure'],
])('%s: the caller is told nothing of the error, the timeline everything', async (target, error) => {
  const reply = await ask(target);
  expect([reply.status, reply.json()]).toEqual([
    500,
    {
      message: 'The function ended with an error',
      status: 500,
      code: 82002,
      more_info: 'https://www.twilio.com/docs/errors/82002',
    },
  ]);
  const event = await logged((summary) => summary.includes(error));
  expect(event?.data?.stack).toEqual(expect.stringContaining('fixtures'));
});

test('a function that cannot be loaded is a 500 without a stack', async () => {
  const reply = await ask('/broken');
  expect([reply.status, reply.json().code]).toEqual([500, 82002]);
  expect(reply.text).not.toContain('does-not-exist');
  const event = await logged((summary) => summary.includes("Cannot find module './does-not-exist'"));
  expect(event?.data?.stack).toEqual(expect.stringContaining('broken.js'));
});

test("a function's own error answers are its own", async () => {
  const reply = await ask('/refuse');
  expect([reply.status, reply.json()]).toEqual([503, { code: 'busy' }]);
  expect(await logged((summary) => summary === 'GET /refuse: 503 (error 82002)')).toBeDefined();
});

test('a function that does not call back in time is 504 / 82002', async () => {
  expect((await ask('/hang')).json()).toMatchObject({
    status: 504,
    code: 82002,
    message: 'Runtime application timed out',
  });
});

test('only the first callback counts, and a rejection that nobody waits for ends nothing', async () => {
  expect((await ask('/twice')).text).toBe('first');
  expect(await logged((summary) => summary.includes('callback was called again'))).toBeDefined();
  expect((await ask('/stray')).text).toBe('answered');
  expect(await logged((summary) => summary.includes('nobody waits for this'))).toBeDefined();
  expect((await ask('/hello')).status).toBe(200);
});

test('cookies get HttpOnly and Secure', async () => {
  expect((await ask('/cookie')).headers.get('set-cookie')).toBe('seen=yes;Path=/;HttpOnly; Secure');
});

test('what a function logs is on the timeline with its run, JSON as what it says', async () => {
  await ask('/log?name=Ann');
  const event = await logged((summary) => summary.includes('greeted'));
  expect(event).toMatchObject({
    kind: 'function',
    summary: '/log: event greeted, name Ann',
    data: { path: '/log', level: 'log', log: { event: 'greeted', name: 'Ann' } },
  });
  expect(await logged((summary) => summary === '/log: careful')).toMatchObject({ data: { level: 'warn' } });
  expect(project.logs().join('\n')).toContain('careful');
});

test('a crash is a 500, is told, and the toolkit comes back by itself', async () => {
  expect((await ask('/crash')).json()).toMatchObject({ status: 500, code: 82002 });
  const event = await logged((summary) => summary.startsWith('The toolkit ended with exit code'));
  expect(event).toMatchObject({ kind: 'violation', summary: expect.stringContaining('crashed on purpose') });
  expect((await ask('/hello?name=again')).json()).toMatchObject({ name: 'again' });
});

test('requests wait while it restarts', async () => {
  const restarted = project.restart();
  expect((await ask('/hello?name=waiting')).json()).toMatchObject({ name: 'waiting' });
  await restarted;
});

test('a second project of the same name needs a domain of its own', async () => {
  const again = hostProject(
    { kernel, domains, dataDir: folder, environment: {} },
    { cwd: PROJECT, envFile: 'none.env', port: 0 },
  );
  await expect(again).rejects.toThrow('hosted already');
});

test('a project that the toolkit will not start says what the toolkit said', async () => {
  const start = hostProject(
    { kernel, domains, dataDir: folder, environment: {} },
    { cwd: path.join(__dirname, 'fixtures/unstartable'), envFile: 'none.env', port: 0 },
  );
  await expect(start).rejects.toThrow('@twilio/runtime-handler version has to be an exact');
});
