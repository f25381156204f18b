import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator } from '.';

const PROJECT = path.join(__dirname, 'edge/fixtures/plain');
let folder: string;
let emulator: Emulator;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'emulator-'));
  emulator = await createEmulator({ port: 0, dataDir: folder });
});

afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => emulator.reset());

/** Runs a script in a process of its own, like a program that uses the SDK; returns what it printed, as JSON. */
async function program(script: string, options: string[] = []): Promise<unknown> {
  const body = `
    const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
    const story = async () => { ${script} };
    story()
      .catch(({ status, code, message }) => ({ status, code, message }))
      .then((result = null) => console.log(JSON.stringify(result)));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, [...options, '-e', body], {
    cwd: path.resolve(__dirname, '..'),
    env: { ...process.env, ...emulator.environment() },
  });
  return JSON.parse(stdout) as unknown;
}

const control = async (method: string, target: string, body?: unknown): Promise<unknown> => {
  const reply = await fetch(emulator.controlUrl + target, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await reply.json()) as unknown;
};

test('the unchanged SDK reaches the emulated account through nothing but its environment', async () => {
  const got = await program(`
    const service = await client.sync.v1.services.create({ friendlyName: 'Live' });
    const document = await client.sync.v1.services(service.sid).documents.create({ uniqueName: 'a b', data: { n: 1 } });
    const read = await client.sync.v1.services(service.sid).documents('a b').fetch();
    return { sid: service.sid, same: read.sid === document.sid, data: read.data };
  `);
  expect(got).toEqual({ sid: expect.stringMatching(/^IS[0-9a-f]{32}$/), same: true, data: { n: 1 } });
  expect(emulator.contract.report().violations).toEqual([]);
});

test('with the preload the SDK keeps its connection, and the program ends all the same', async () => {
  const count = `
    const tls = require('node:tls');
    const { connect } = tls;
    let made = 0;
    tls.connect = (...args) => {
      made++;
      return connect(...args);
    };
    for (let n = 0; n < 3; n++) await client.sync.v1.services.list({ limit: 1 });
    return made;`;
  expect(await program(count, ['--require', emulator.preload])).toBe(1);
});

test("Twilio's errors arrive as the SDK knows them", async () => {
  expect(await program(`return client.sync.v1.services('IS${'0'.repeat(32)}').fetch()`)).toMatchObject({
    status: 404,
    code: 20404,
  });
  expect(await program(`return client.video.v1.rooms.list()`)).toMatchObject({ status: 501, code: 501 });
  expect(emulator.contract.report().unsupported).toEqual(['ListRoom (GET /v1/Rooms)']);
});

test('the account is the same for the same seed, and another one for another', async () => {
  const accounts = await Promise.all(
    [1, 1, 2].map(async (seed) => {
      const other = await createEmulator({ port: 0, seed, dataDir: folder });
      await other.close();
      return other.kernel.account;
    }),
  );
  expect(accounts[0]).toEqual(emulator.kernel.account);
  expect(accounts[1]).toEqual(accounts[0]);
  expect(accounts[2]?.sid).not.toBe(accounts[0]?.sid);
  expect(accounts[0]).toMatchObject({
    sid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
    authToken: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

test('a reset forgets everything, and the same requests make the same SIDs again', async () => {
  const make = () =>
    program(`return (await client.verify.v2.services.create({ friendlyName: 'Codes' })).sid`);
  const first = await make();
  expect(await make()).not.toBe(first);
  await emulator.reset();
  expect(emulator.kernel.timeline.since(0)).toEqual([]);
  expect(await program(`return (await client.verify.v2.services.list()).length`)).toBe(0);
  await emulator.reset();
  expect(await make()).toBe(first);
});

test('a reset comes back to what was kept as the start, by the control API too', async () => {
  const other = await createEmulator({ port: 0, dataDir: folder });
  try {
    other.kernel.store.collection('test').set('provisioned', true);
    other.keepAsStart();
    other.kernel.store.collection('test').set('later', true);
    other.kernel.faults.set([{ on: 'rest', match: '/', effect: 'drop' }]);
    await other.kernel.clock.advance(3600);
    await fetch(`${other.controlUrl}/control/reset`, { method: 'POST' });
    expect(other.kernel.store.collection('test').entries()).toEqual([['provisioned', true]]);
    expect(other.kernel.faults.list()).toEqual([]);
    expect(Math.abs(other.kernel.clock.now() - Date.now())).toBeLessThan(1000);
  } finally {
    await other.close();
  }
});

test('a snapshot is restored', async () => {
  const count = () => program(`return (await client.sync.v1.services.list()).map((one) => one.friendlyName)`);
  await program(`await client.sync.v1.services.create({ friendlyName: 'kept' })`);
  const snapshot = emulator.snapshot();
  const before = await count();
  await program(`await client.sync.v1.services.create({ friendlyName: 'dropped' })`);
  await emulator.restore(snapshot);
  expect(await count()).toEqual(before);
});

test('a port that is taken is an error, and leaves nothing running', async () => {
  const port = Number(new URL(emulator.controlUrl).port);
  await expect(createEmulator({ port, dataDir: folder })).rejects.toThrow('EADDRINUSE');
});

describe('with a hosted project', () => {
  let app: Awaited<ReturnType<Emulator['host']>>;

  beforeAll(async () => {
    app = await emulator.host({ cwd: PROJECT, envFile: path.join(PROJECT, 'project.env'), port: 0 });
  });

  afterAll(() => app.close());

  const ask = async (target: string) =>
    (await fetch(app.url + target)).json() as Promise<Record<string, unknown>>;

  test('the control API names it', async () => {
    expect(await control('GET', '/control/health')).toMatchObject({
      status: 'ready',
      projects: [{ url: app.url, domain: app.domain }],
    });
  });

  test('its functions reach the account by the SDK and by fetch, each other by the public domain, nothing else', async () => {
    expect(await ask('/sdk')).toEqual({ sid: emulator.kernel.account.sid });
    const fetched = (url: string) => ask(`/fetch?url=${encodeURIComponent(url)}`);
    const accounts = `https://api.twilio.com/2010-04-01/Accounts/${emulator.kernel.account.sid}.json`;
    expect(await fetched(accounts)).toMatchObject({ status: 200 });
    expect(await fetched(`https://${app.domain}/hello?name=me`)).toMatchObject({ status: 200 });
    expect(await fetched('https://example.com/')).toMatchObject({ status: 0 });
  });

  test('a call runs on TwiML of the project: signed, checked, spoken, and all of it on the timeline', async () => {
    await program(
      `await client.calls.create({ to: '+14155550101', from: '+14155550199', url: 'https://${app.domain}/voice/answer' })`,
    );
    await emulator.kernel.clock.advance(5);
    const phone = '/control/phones/%2B14155550101';
    await control('POST', `${phone}/answer`);
    await emulator.kernel.clock.advance(5);
    expect(JSON.stringify(await control('GET', phone))).toContain('Hello +14155550199');
    const kinds = emulator.kernel.timeline.since(0).map(({ kind }) => kind);
    for (const kind of ['rest', 'call', 'webhook', 'function', 'twiml']) expect(kinds).toContain(kind);
    expect(emulator.contract.report()).toMatchObject({ checked: { documents: 1 }, violations: [] });
  });

  test('advancing the clock waits for webhooks whose functions call the account again', async () => {
    emulator.kernel.clock.setTimeout(() => {
      emulator.kernel.webhooks.notify({
        purpose: 'test',
        url: `https://${app.domain}/sdk`,
        method: 'GET',
        params: {},
      });
    }, 60_000);
    await emulator.kernel.clock.advance(60);
    const webhook = emulator.kernel.timeline.since(0).find(({ kind }) => kind === 'webhook');
    expect(webhook?.data).toMatchObject({
      status: 200,
      reply: JSON.stringify({ sid: emulator.kernel.account.sid }),
    });
  });
});
