import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import twilio from 'twilio';
import { createEmulator, type Emulator } from '.';

const CALLER = '+14155550101';
const OWNED = '+14155550199';

let folder: string;
let emulator: Emulator;
let project: Server;
let site: string;
/** What the project was told, and whether the signature was right. */
const told: { path: string; params: Record<string, string>; isSigned: boolean }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'emulator-'));
  emulator = await createEmulator({ port: 0, dataDir: folder, numbers: [OWNED] });
  project = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
        const { pathname } = new URL(request.url ?? '/', site);
        const signature = String(request.headers['x-twilio-signature']);
        const { authToken } = emulator.kernel.account;
        told.push({
          path: pathname,
          params,
          isSigned: twilio.validateRequest(authToken, signature, site + pathname, params),
        });
        response.writeHead(200, { 'Content-Type': 'text/xml' });
        response.end(
          pathname === '/voice'
            ? '<Response><Say>Leave a message.</Say><Record timeout="3" action="/kept" ' +
                'recordingStatusCallback="/recorded" recordingStatusCallbackEvent="in-progress completed"/></Response>'
            : '<Response/>',
        );
      });
  });
  await new Promise<void>((resolve) => project.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(project.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await emulator.close();
  await new Promise((resolve) => project.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script with the SDK, in a process of its own; returns what it printed, as JSON. */
async function program<T>(script: string): Promise<T> {
  const body = `
    const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
    (async () => { ${script} })().then((result = null) => console.log(JSON.stringify(result)));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', body], {
    cwd: path.resolve(__dirname, '..'),
    env: { ...process.env, ...emulator.environment() },
  });
  return JSON.parse(stdout) as T;
}

const control = (method: string, target: string, body?: unknown) =>
  fetch(emulator.controlUrl + target, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

test('a message left on a handset: told and signed, heard over HTTPS by those with credentials, kept by a snapshot', async () => {
  await program(`
    const [number] = await client.incomingPhoneNumbers.list();
    await client.incomingPhoneNumbers(number.sid).update({ voiceUrl: '${site}/voice' });
  `);
  const handset = `/control/phones/${encodeURIComponent(CALLER)}`;
  await control('PUT', handset, {});
  await control('POST', `${handset}/call`, { to: OWNED });
  await emulator.kernel.clock.advance(3);
  await control('POST', `${handset}/say`, { text: 'Please call me back tomorrow.' });
  await emulator.kernel.clock.advance(10);
  expect(told.map(({ path: at, isSigned }) => [at, isSigned])).toEqual([
    ['/voice', true],
    ['/recorded', true],
    ['/kept', true],
    ['/recorded', true],
  ]);
  expect(told[2]?.params).toMatchObject({ RecordingDuration: '2' });

  const listened = `
    const [recording] = await client.recordings.list();
    const { body, statusCode } = await client.request({ method: 'get', uri: recording.mediaUrl });
    const stranger = require('twilio')(process.env.TWILIO_ACCOUNT_SID, 'f'.repeat(32));
    const refused = await stranger.request({ method: 'get', uri: recording.mediaUrl });
    return { sid: recording.sid, status: recording.status, statusCode, is: body.slice(0, 4), refused: refused.statusCode };
  `;
  const heard = { status: 'completed', statusCode: 200, is: 'RIFF', refused: 401 };
  expect(await program(listened)).toMatchObject(heard);

  const snapshot = await (await control('GET', '/control/snapshot')).json();
  await emulator.reset();
  expect(await program('return (await client.recordings.list()).length')).toBe(0);
  await control('PUT', '/control/snapshot', snapshot);
  expect(await program(listened)).toMatchObject(heard);
  expect(emulator.contract.report().violations).toEqual([]);
});
