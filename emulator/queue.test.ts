import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator } from '.';

const CALLER = '+14155550101';
const OWNED = '+14155550199';

let folder: string;
let emulator: Emulator;
let project: Server;
let site: string;
/** The paths the project was asked for. */
const asked: string[] = [];

/** What the project answers at its paths. */
const PAGES: Record<string, string> = {
  '/voice': '',
  '/wait': '<Response><Say>Please wait</Say><Pause length="20"/></Response>',
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'emulator-'));
  emulator = await createEmulator({ port: 0, dataDir: folder, numbers: [OWNED] });
  project = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    request.resume().on('end', () => {
      const page = PAGES[pathname];
      response.writeHead(200, { 'Content-Type': page === undefined ? 'application/json' : 'text/xml' });
      response.end(page ?? '{}');
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
async function program(script: string): Promise<Record<string, string>> {
  const body = `
    const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
    (async () => { ${script} })().then((result = null) => console.log(JSON.stringify(result)));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', body], {
    cwd: path.resolve(__dirname, '..'),
    env: { ...process.env, ...emulator.environment() },
  });
  return JSON.parse(stdout) as Record<string, string>;
}

const control = async (method: string, target: string, body?: unknown): Promise<unknown> => {
  const reply = await fetch(emulator.controlUrl + target, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await reply.json()) as unknown;
};

const handset = `/control/phones/${encodeURIComponent(CALLER)}`;

const violations = () =>
  emulator.kernel.timeline
    .since(0)
    .filter(({ kind }) => kind === 'violation')
    .map(({ summary }) => summary);

const taskEvents = () =>
  emulator.kernel.timeline
    .since(0)
    .filter(({ kind, summary }) => kind === 'task' && /^(task|reservation)\./.test(summary))
    .map(({ summary }) => summary.split(':')[0]);

test('a handset waits in a queue of TaskRouter; a restored or reset account has no such caller and no such task', async () => {
  const { workflow, workspace } = await program(`
    const { sid: workspace } = await client.taskrouter.v1.workspaces.create({ friendlyName: 'Acme' });
    const own = client.taskrouter.v1.workspaces(workspace);
    const queue = await own.taskQueues.create({ friendlyName: 'Everybody' });
    const workflow = await own.workflows.create({
      friendlyName: 'Support',
      assignmentCallbackUrl: '${site}/assignment',
      configuration: JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } }),
    });
    const [number] = await client.incomingPhoneNumbers.list();
    await client.incomingPhoneNumbers(number.sid).update({ voiceUrl: '${site}/voice' });
    return { workflow: workflow.sid, workspace };
  `);
  PAGES['/voice'] =
    `<Response><Enqueue workflowSid="${workflow}" waitUrl="/wait"><Task>{"topic":"x"}</Task></Enqueue></Response>`;
  emulator.keepAsStart();
  await control('PUT', handset, {});
  await control('POST', `${handset}/call`, { to: OWNED });
  await emulator.kernel.clock.advance(5);
  expect(JSON.stringify(await control('GET', handset))).toContain('Please wait');
  expect(taskEvents()).toEqual(['task.created']);
  expect(violations()).toEqual([]);

  const waiting = emulator.snapshot();
  await emulator.restore(waiting);
  await emulator.kernel.clock.advance(5);
  const after = await program(`
    const [call] = await client.calls.list();
    const [task] = await client.taskrouter.v1.workspaces('${workspace}').tasks.list();
    const [queue] = await client.queues.list();
    return { call: call.status, task: task.assignmentStatus, reason: task.reason, waiting: queue.currentSize };
  `);
  expect(after).toEqual({ call: 'completed', task: 'canceled', reason: 'hangup', waiting: 0 });
  expect(await control('GET', handset)).toMatchObject({ state: 'idle' });

  await control('POST', `${handset}/call`, { to: OWNED });
  await emulator.kernel.clock.advance(5);
  await emulator.reset();
  asked.length = 0;
  await emulator.kernel.clock.advance(60);
  expect(asked).toEqual([]);
  expect(taskEvents()).toEqual([]);
  expect(emulator.contract.report().violations).toEqual([]);
});
