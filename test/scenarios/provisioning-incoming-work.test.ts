import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator } from '../../emulator';
import { readVariables } from '../../provision/env-file';
import {
  AGENTS_IDENTITY,
  PROVISIONED,
  QUEUE_STATUS,
  queueOf,
  SUPERVISORS_IDENTITY,
} from '../../src/live-state';

const run = promisify(execFile);
const DOMAIN = 'cordboard-1234-dev.twil.io';
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

/** Runs `script` with the SDK against the account; it prints JSON. */
async function account<T>(script: string): Promise<T> {
  const { stdout } = await run(
    process.execPath,
    ['-e', `(async (client) => console.log(JSON.stringify(${script})))(require('twilio')())`],
    { env: { ...process.env, ...emulator.environment() } },
  );
  return JSON.parse(stdout) as T;
}

test('the workspace, its activities, queues and workflow are made once, and then nothing changes', async () => {
  const first = await provision('--domain', DOMAIN);
  expect(first).toContain('+ create  TaskRouter workspace "Cordboard"');
  // Twilio gave the new workspace these two.
  expect(first).toContain('there already: TaskRouter activity "offline"');
  expect(first).toContain('there already: TaskRouter activity "available"');
  expect(first).toContain('created TaskRouter activity "post-call"');
  const { WORKSPACE_SID, WORKFLOW_SID } = readVariables(await readFile(envFile, 'utf8'));

  const [workspace] = await account<Record<string, string>[]>('await client.taskrouter.v1.workspaces.list()');
  expect(workspace).toMatchObject({
    sid: WORKSPACE_SID,
    eventCallbackUrl: `https://${DOMAIN}/general/router#rc=2&rp=5xx,ct,rt`,
  });
  const [workflow] = await account<Record<string, string>[]>(
    `await client.taskrouter.v1.workspaces('${WORKSPACE_SID}').workflows.list()`,
  );
  expect(workflow).toMatchObject({
    sid: WORKFLOW_SID,
    assignmentCallbackUrl: `https://${DOMAIN}/taskrouter/assignment#rc=2&rp=5xx,ct,rt`,
    taskReservationTimeout: 45,
  });
  const activities = await account<{ sid: string; friendlyName: string }[]>(
    `await client.taskrouter.v1.workspaces('${WORKSPACE_SID}').activities.list()`,
  );
  const named = (sid: string | undefined) => activities.find((one) => one.sid === sid)?.friendlyName;
  expect([named(workspace?.timeoutActivitySid), named(workspace?.defaultActivitySid)]).toEqual([
    'away',
    'Offline',
  ]);

  const again = await provision('--domain', DOMAIN);
  expect(again).not.toMatch(/^[+~]/m);
});

test('whoever has a role may read what the functions keep for that role, and nobody may write', async () => {
  await provision();
  const { SYNC_SERVICE_SID, WORKSPACE_SID } = readVariables(await readFile(envFile, 'utf8'));
  const queues = await account<{ sid: string; friendlyName: string }[]>(
    `await client.taskrouter.v1.workspaces('${WORKSPACE_SID}').taskQueues.list()`,
  );
  const service = `client.sync.v1.services('${SYNC_SERVICE_SID}')`;
  const readers = async (kind: 'map' | 'document', name: string) => {
    const of =
      kind === 'map' ? `syncMaps('${name}').syncMapPermissions` : `documents('${name}').documentPermissions`;
    const all = await account<{ identity: string; read: boolean; write: boolean; manage: boolean }[]>(
      `await ${service}.${of}.list()`,
    );
    expect(all.every(({ read, write, manage }) => read && !write && !manage)).toBe(true);
    return all.map(({ identity }) => identity).sort();
  };
  for (const { uniqueName, readers: wanted = [] } of Object.values<{
    uniqueName: string;
    readers?: readonly string[];
  }>(PROVISIONED))
    expect([uniqueName, await readers('map', uniqueName)]).toEqual([uniqueName, [...wanted].sort()]);
  expect(await readers('document', QUEUE_STATUS.uniqueName)).toEqual([AGENTS_IDENTITY, SUPERVISORS_IDENTITY]);
  for (const { sid, friendlyName } of queues) {
    if (friendlyName === 'Timers') continue;
    expect(await readers('map', queueOf(sid).uniqueName)).toEqual([SUPERVISORS_IDENTITY]);
  }
});

test('calls to the number go to the functions, unless something else answers it', async () => {
  expect(await provision('--domain', DOMAIN)).toContain('updated Number');
  const [number] = await account<{ sid: string; voiceUrl: string }[]>(
    'await client.incomingPhoneNumbers.list()',
  );
  expect(number?.voiceUrl).toMatch(
    /^https:\/\/webhooks\.twilio\.com\/v1\/Accounts\/AC\w{32}\/Flows\/FW\w{32}$/,
  );

  await account(
    `await client.incomingPhoneNumbers('${number?.sid}').update({ voiceUrl: 'https://crm.example.com/call' })`,
  );
  expect(await provision('--domain', DOMAIN)).toContain('something else answers …0199');
  const [left] = await account<{ voiceUrl: string }[]>('await client.incomingPhoneNumbers.list()');
  expect(left?.voiceUrl).toBe('https://crm.example.com/call');
});

test('settings that were changed by hand are set right again', async () => {
  await provision('--domain', DOMAIN);
  const { WORKSPACE_SID, WORKFLOW_SID } = readVariables(await readFile(envFile, 'utf8'));
  await account(
    `await client.taskrouter.v1.workspaces('${WORKSPACE_SID}').workflows('${WORKFLOW_SID}').update({ taskReservationTimeout: 10 })`,
  );
  const fixed = await provision('--domain', DOMAIN);
  expect(fixed).toContain('~ update  TaskRouter workflow "Cordboard" (taskReservationTimeout: 10 → 45)');
  expect(fixed.match(/^[+~]/gm)).toHaveLength(1);
});
