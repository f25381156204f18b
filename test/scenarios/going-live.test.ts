import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator } from '../../emulator';
import { readVariables } from '../../provision/env-file';

const run = promisify(execFile);
let emulator: Emulator;
let folder: string;
let envFile: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'live-'));
  envFile = path.join(folder, '.env');
  emulator = await createEmulator({ port: 0, dataDir: path.join(folder, 'emulator') });
  const { sid, authToken } = emulator.kernel.account;
  await writeFile(
    envFile,
    `# mine\nACCOUNT_SID=${sid}\nAUTH_TOKEN=${authToken}\nALLOWED_EMAIL_DOMAINS=example.com\n`,
  );
});
afterEach(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

async function up(...more: string[]): Promise<string> {
  const { TWILIO_ACCOUNT_SID: _sid, TWILIO_AUTH_TOKEN: _token, ...way } = emulator.environment();
  const { stdout } = await run(process.execPath, ['scripts/run.mjs', 'up', '--env', envFile, ...more], {
    env: { ...process.env, ...way },
  });
  return stdout;
}

const violations = () => emulator.kernel.timeline.since(0).filter(({ kind }) => kind === 'violation');

test('one command goes from an account to functions that answer; a second run only deploys anew', async () => {
  const said = await up();
  expect(said).toContain('Cordboard is live');
  const first = readVariables(await readFile(envFile, 'utf8'));
  expect(await readFile(envFile, 'utf8')).toContain('# mine');

  const again = await up();
  expect(again).not.toMatch(/^[+~] /m);
  expect(readVariables(await readFile(envFile, 'utf8'))).toEqual(first);
  expect(violations().map(({ summary }) => summary)).toEqual([]);
}, 60_000);
