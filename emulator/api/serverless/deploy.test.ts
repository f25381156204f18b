import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator } from '../..';

const run = promisify(execFile);
const TOOLKIT = require.resolve('twilio-run/package.json').replace('package.json', 'bin/twilio-run.js');
let folder: string;
let project: string;
let emulator: Emulator;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'deploy-'));
  project = path.join(folder, 'shop');
  mkdirSync(path.join(project, 'functions', 'voice'), { recursive: true });
  mkdirSync(path.join(project, 'assets'), { recursive: true });
  const file = (name: string, text: string) => writeFileSync(path.join(project, name), text);
  file(
    'package.json',
    JSON.stringify({
      name: 'shop',
      version: '0.0.0',
      dependencies: { twilio: '6.2.0', '@twilio/runtime-handler': '2.1.0' },
    }),
  );
  file(
    'functions/hello.js',
    'exports.handler = (c, e, done) => done(null, { greeting: c.GREETING, domain: c.DOMAIN_NAME, path: c.PATH });',
  );
  file('functions/undeclared.js', "exports.handler = (c, e, done) => done(null, require('valibot'));");
  file('functions/voice/answer.protected.js', "exports.handler = (c, e, done) => done(null, 'signed');");
  file('functions/secret.private.js', "exports.handler = (c, e, done) => done(null, 'hidden');");
  file('assets/note.txt', 'an asset');
  emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Deploys with what stands in the project's .env: the toolkit takes the account from there. */
async function deploy(greeting: string): Promise<string> {
  const { sid, authToken } = emulator.kernel.account;
  const variables = { ACCOUNT_SID: sid, AUTH_TOKEN: authToken, GREETING: `"${greeting}"` };
  writeFileSync(
    path.join(project, '.env'),
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const args = [TOOLKIT, 'deploy', '--cwd', project, '--override-existing-project'];
  const { stdout, stderr } = await run(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...emulator.environment(), CI: 'true' },
  });
  return stdout + stderr;
}

/** Twilio's own way to a deployed domain: through the emulator's webhooks' routes. */
async function get(domain: string, pathname: string): Promise<{ status: number; body: string }> {
  const script = `require('twilio').prototype; const https = require('https'); const { HttpsProxyAgent } = require('https-proxy-agent');
    https.get('https://${domain}${pathname}', { agent: new HttpsProxyAgent(process.env.HTTP_PROXY) }, (r) => { let b=''; r.on('data', (d) => (b += d)); r.on('end', () => console.log(JSON.stringify({ status: r.statusCode, body: b }))); });`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    env: { ...process.env, ...emulator.environment() },
  });
  return JSON.parse(stdout) as { status: number; body: string };
}

const violations = () => emulator.kernel.timeline.since(0).filter(({ kind }) => kind === 'violation');

test("Twilio's own toolkit deploys a project, and what was deployed runs at its domain", async () => {
  const said = await deploy('Hello there');
  const domain = /shop-\d{4}-dev\.twil\.io/.exec(said)?.[0] ?? '';
  expect(domain).not.toBe('');
  expect(await get(domain, '/hello')).toEqual({
    status: 200,
    body: JSON.stringify({ greeting: 'Hello there', domain, path: '/hello' }),
  });
  expect((await get(domain, '/voice/answer')).status).toBe(403);
  expect((await get(domain, '/secret')).status).toBe(404);
  expect(await get(domain, '/note.txt')).toEqual({ status: 200, body: 'an asset' });
  // What is not declared is not there, although this machine has it.
  expect((await get(domain, '/undeclared')).status).toBe(500);
  expect(violations().map(({ summary }) => summary)).toEqual([]);
});

test('a second deployment replaces the first one, with its variables', async () => {
  await deploy('Hello there');
  const said = await deploy('Good morning');
  const domain = /shop-\d{4}-dev\.twil\.io/.exec(said)?.[0] ?? '';
  expect(JSON.parse((await get(domain, '/hello')).body)).toMatchObject({ greeting: 'Good morning' });
  expect(violations().map(({ summary }) => summary)).toEqual([]);
});
