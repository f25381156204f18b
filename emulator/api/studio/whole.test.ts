import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, type Emulator, type HostedProject } from '../..';
import { Receiver } from '../../webhooks/testing';
import { flowOf, say, widget } from './testing';

const ROOT = path.resolve(__dirname, '../../..');
const PROJECT = path.join(__dirname, '../../edge/fixtures/plain');
const CALLER = '/control/phones/%2B14155550101';
const AGENT = '/control/phones/%2B14155550110';

let folder: string;
let emulator: Emulator;
let project: HostedProject;
let desk: Receiver;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-'));
  emulator = await createEmulator({ port: 0, dataDir: folder });
  project = await emulator.host({ cwd: PROJECT, envFile: path.join(PROJECT, 'project.env'), port: 0 });
  desk = await new Receiver().open();
  desk.answer = ({ url }, response) => {
    const order = { instruction: 'dequeue', from: '+14155550199', post_work_activity_sid: undefined };
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(url === '/assignment' ? JSON.stringify(order) : '{}');
  };
});

afterAll(async () => {
  await desk.close();
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => emulator.reset());

/** A program of its own that uses the SDK, as anybody's would; returns what it printed, as JSON. */
async function program<T>(script: string, given: unknown): Promise<T> {
  const body = `
    const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
    const given = ${JSON.stringify(given)};
    (async () => { ${script} })().then((result) => console.log(JSON.stringify(result)));
  `;
  const env = { ...process.env, ...emulator.environment() };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', body], { cwd: ROOT, env });
  return JSON.parse(stdout) as T;
}

const control = async (method: string, target: string, body: unknown = {}): Promise<unknown> => {
  const init = method === 'GET' ? { method } : { method, body: JSON.stringify(body) };
  return (await fetch(emulator.controlUrl + target, init)).json();
};

const heard = async (phone: string): Promise<string> => JSON.stringify(await control('GET', phone));

/** Publishes a flow and has the number answered by it. */
const PUBLISH = `
  const flow = await client.studio.v2.flows.create({ friendlyName: 'Inbound', status: 'published', definition: given.definition });
  const [number] = await client.incomingPhoneNumbers.list();
  await client.incomingPhoneNumbers(number.sid).update({ voiceUrl: flow.webhookUrl });
`;

test('a caller is asked, a signed function is run, and TaskRouter finds somebody who talks', async () => {
  const menu = { say: 'Press 1 for sales', number_of_digits: 1, stop_gather: true, timeout: 5 };
  const workflow = '__WORKFLOW__';
  const definition = flowOf(
    say('hello', 'Welcome', 'menu'),
    widget('menu', 'gather-input-on-call', menu, { keypress: 'ask', timeout: 'hello' }),
    widget(
      'ask',
      'run-function',
      {
        url: `https://${project.domain}/voice/answer`,
        parameters: [{ key: 'From', value: '{{trigger.call.From}}' }],
      },
      { success: 'queue', fail: 'sorry' },
    ),
    widget(
      'queue',
      'enqueue-call',
      { workflow_sid: workflow, task_attributes: '{"choice":"{{widgets.menu.Digits}}"}', timeout: 300 },
      { callComplete: 'bye', failedToEnqueue: 'sorry', callFailure: undefined },
    ),
    say('bye', 'Thank you for your call'),
    say('sorry', 'Sorry'),
  );
  const { flow, workspace } = await program<{ flow: string; workspace: string }>(
    `
    const { sid } = await client.taskrouter.v1.workspaces.create({ friendlyName: 'Acme' });
    const workspace = client.taskrouter.v1.workspaces(sid);
    const available = (await workspace.activities.list()).find(({ available }) => available);
    const queue = await workspace.taskQueues.create({ friendlyName: 'All' });
    const { sid: workflow } = await workspace.workflows.create({
      friendlyName: 'Calls',
      assignmentCallbackUrl: given.assignment,
      configuration: JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } }),
    });
    await workspace.workers.create({
      friendlyName: 'Ana',
      attributes: JSON.stringify({ contact_uri: '+14155550110' }),
      activitySid: available.sid,
    });
    given.definition = JSON.parse(JSON.stringify(given.definition).replace('${workflow}', workflow));
    ${PUBLISH}
    return { flow: flow.sid, workspace: sid };
    `,
    { definition, assignment: `${desk.url}/assignment` },
  );
  await control('PUT', '/control/phones/+14155550110', { name: 'Ana' });
  await control('POST', `${CALLER}/call`, { to: '+14155550199' });
  await emulator.kernel.clock.advance(2);
  await control('POST', `${CALLER}/press`, { digits: '1' });
  await emulator.kernel.clock.advance(3);
  await control('POST', `${AGENT}/answer`);
  await emulator.kernel.clock.advance(1);
  await control('POST', `${AGENT}/say`, { text: 'Ana speaking' });
  await emulator.kernel.clock.advance(2);
  await control('POST', `${AGENT}/hangup`);
  await emulator.kernel.clock.advance(10);
  const caller = await heard(CALLER);
  for (const words of ['Welcome', 'Press 1 for sales', 'Ana speaking', 'Thank you for your call'])
    expect(caller).toContain(words);

  const seen = await program<{
    status: string;
    context: Record<string, unknown>;
    task: string;
    steps: string[];
  }>(
    `
    const [execution] = await client.studio.v2.flows(given.flow).executions.list();
    const at = client.studio.v2.flows(given.flow).executions(execution.sid);
    const [task] = await client.taskrouter.v1.workspaces(given.workspace).tasks.list();
    return {
      status: execution.status,
      context: (await at.executionContext().fetch()).context,
      task: task.attributes,
      steps: (await at.steps.list()).map(({ name }) => name).reverse(),
    };
    `,
    { flow, workspace },
  );
  expect(seen.status).toBe('ended');
  expect(seen.steps).toEqual([
    'incomingCall',
    'audioComplete',
    'keypress',
    'success',
    'callComplete',
    'audioComplete',
  ]);
  expect(seen.context).toMatchObject({
    widgets: { ask: { body: expect.stringContaining('<Response>') }, queue: { QueueResult: 'bridged' } },
  });
  expect(JSON.parse(seen.task)).toMatchObject({ choice: '1', from: '+14155550101' });
  expect(emulator.contract.report().violations).toEqual([]);
  const violations = emulator.kernel.timeline.since(0).filter(({ kind }) => kind === 'violation');
  expect(violations).toEqual([]);
});

test('a function that does not answer in time fails; a fault on the way to the flow is like any other webhook', async () => {
  desk.answer = ({ url }, response) => {
    if (url !== '/slow') response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const definition = flowOf(
    widget('ask', 'run-function', { url: `${desk.url}/slow#tt=200` }, { success: 'bye', fail: 'sorry' }),
    say('bye', 'Bye'),
    say('sorry', 'Sorry'),
  );
  await program(`${PUBLISH} return 1`, { definition });
  await control('POST', `${CALLER}/call`, { to: '+14155550199' });
  await emulator.kernel.clock.advance(5);
  expect(await heard(CALLER)).toContain('Sorry');

  emulator.kernel.faults.set([{ on: 'webhook', match: 'FlowEvent=audioComplete', effect: 'duplicate' }]);
  await control('POST', `${CALLER}/call`, { to: '+14155550199' });
  await emulator.kernel.clock.advance(10);
  const ended = emulator.kernel.timeline
    .since(0)
    .filter(({ summary }) => summary.includes('ended at its end'));
  expect(ended).toHaveLength(2);
});

test('webhooks.twilio.com is answered through the proxy, to whoever has a signature of the account', async () => {
  const definition = flowOf(say('hello', 'Hello'));
  const replies = await program<unknown>(
    `
    ${PUBLISH}
    const { getExpectedTwilioSignature } = require('twilio');
    const { ProxyAgent } = require('undici');
    const dispatcher = new ProxyAgent(process.env.HTTPS_PROXY);
    const fields = { CallSid: 'CA1', From: '+14155550101' };
    const send = async (signature) => {
      const reply = await require('undici').fetch(flow.webhookUrl, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
        body: new URLSearchParams(fields).toString(),
      });
      return [reply.status, (await reply.text()).slice(0, 200)];
    };
    const good = getExpectedTwilioSignature(process.env.TWILIO_AUTH_TOKEN, flow.webhookUrl, fields);
    return [await send(good), await send('forged')];
    `,
    { definition },
  );
  expect(replies).toEqual([
    [200, expect.stringContaining('<Say>Hello</Say>')],
    [403, expect.stringContaining('takes only requests that Twilio signed')],
  ]);
});
