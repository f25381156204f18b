import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator } from '../../emulator';
import { readVariables, setVariables } from '../../provision/env-file';

const run = promisify(execFile);
let emulator: Emulator;
let folder: string;
let envFile: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'provision-'));
  envFile = path.join(folder, '.env');
  emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
});
afterEach(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

async function provision(...more: string[]): Promise<string> {
  const args = ['scripts/run.mjs', 'provision', 'apply', '--env', envFile, ...more];
  const { stdout } = await run(process.execPath, args, {
    env: { ...process.env, ...emulator.environment() },
  });
  return stdout;
}

const variables = async () => readVariables(await readFile(envFile, 'utf8'));

/** What the account has by now, as REST tells it. */
async function rest(resource: string): Promise<Record<string, unknown>[]> {
  const script = `require('twilio')().${resource}.list().then((all) => console.log(JSON.stringify(all)))`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    env: { ...process.env, ...emulator.environment() },
  });
  return JSON.parse(stdout) as Record<string, unknown>[];
}

test('before the first deploy the application has no address, with --domain it gets one, then nothing changes', async () => {
  expect(await provision()).toContain('+ create  TwiML application "Cordboard"');
  const first = await variables();
  expect(first).toMatchObject({
    TWIML_APP_SID: expect.stringMatching(/^AP/),
    API_KEY_SID: expect.stringMatching(/^SK/),
    API_KEY_SECRET: expect.stringMatching(/^.{32,}$/),
  });
  expect(await provision('--domain', 'https://cordboard-1234-dev.twil.io/')).toContain(
    '~ update  TwiML application',
  );
  expect(await rest('applications')).toMatchObject([
    {
      sid: first.TWIML_APP_SID,
      voiceUrl: 'https://cordboard-1234-dev.twil.io/voice/outbound#rc=2&rp=5xx,ct,rt',
      statusCallback: 'https://cordboard-1234-dev.twil.io/calls/status#rc=2&rp=5xx,ct,rt',
    },
  ]);
  const again = await provision('--domain', 'cordboard-1234-dev.twil.io');
  expect(again).not.toMatch(/^[+~]/m);
  // Without a domain what has an address keeps it.
  expect(await provision()).not.toMatch(/^[+~]/m);
  expect(await variables()).toEqual(first);
});

test('a key whose secret is lost, or that is gone, is replaced; others stay', async () => {
  await provision();
  const first = await variables();
  await writeFile(envFile, setVariables(await readFile(envFile, 'utf8'), { API_KEY_SECRET: '' }));
  expect(await provision()).toContain('+ create  API key "Cordboard"');
  const second = await variables();
  expect(second.API_KEY_SID).not.toBe(first.API_KEY_SID);
  const keys = (await rest('keys')).map(({ sid }) => sid);
  expect(keys).toEqual(expect.arrayContaining([first.API_KEY_SID, second.API_KEY_SID]));
  await writeFile(
    envFile,
    setVariables(await readFile(envFile, 'utf8'), { API_KEY_SID: `SK${'0'.repeat(32)}` }),
  );
  expect(await provision()).toContain('+ create  API key "Cordboard"');
});

test.each([['https://'], ['no domain'], ['--env']])('--domain %s is not taken for a domain', async (text) => {
  await expect(provision('--domain', text)).rejects.toMatchObject({
    stderr: expect.stringContaining('--domain'),
  });
});
