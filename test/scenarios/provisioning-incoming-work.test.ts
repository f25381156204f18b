import {
  AGENTS_IDENTITY,
  PROVISIONED,
  QUEUE_STATUS,
  queueOf,
  SUPERVISORS_IDENTITY,
} from '../../src/live-state';
import { Operator } from '../harness/operator';

const DOMAIN = 'cordboard-1234-dev.twil.io';
let operator: Operator;
beforeEach(async () => {
  operator = await Operator.create('');
});
afterEach(() => operator.close());

async function apply(...more: string[]): Promise<string> {
  const { error, said } = await operator.provision('apply', ...more);
  if (error !== undefined) throw new Error(error);
  return said;
}

const workspaceOf = async () => {
  const { WORKSPACE_SID = '' } = await operator.variables();
  return operator.account.client.taskrouter.v1.workspaces(WORKSPACE_SID);
};

test('the workspace, its activities, queues and workflow are made once, and then nothing changes', async () => {
  const first = await apply('--domain', DOMAIN);
  expect(first).toContain('+ create  TaskRouter workspace "Cordboard"');
  // Twilio gave the new workspace these two.
  expect(first).toContain('there already: TaskRouter activity "offline"');
  expect(first).toContain('there already: TaskRouter activity "available"');
  expect(first).toContain('created TaskRouter activity "post-call"');

  const { WORKFLOW_SID = '' } = await operator.variables();
  const workspace = await workspaceOf();
  const { eventCallbackUrl, timeoutActivityName, defaultActivityName } = await workspace.fetch();
  expect(eventCallbackUrl).toBe(`https://${DOMAIN}/general/router#rc=2&rp=5xx,ct,rt`);
  expect([timeoutActivityName, defaultActivityName]).toEqual(['away', 'Offline']);
  expect(await workspace.workflows(WORKFLOW_SID).fetch()).toMatchObject({
    assignmentCallbackUrl: `https://${DOMAIN}/taskrouter/assignment#rc=2&rp=5xx,ct,rt`,
    taskReservationTimeout: 45,
  });
  const activities = await workspace.activities.list();
  const available = activities.filter((one) => one.available).map(({ friendlyName }) => friendlyName);
  expect(available).toEqual(['Available']);

  expect(await apply('--domain', DOMAIN)).not.toMatch(/^[+~]/m);
});

test('whoever has a role may read what the functions keep for that role, and nobody may write', async () => {
  await apply();
  const { SYNC_SERVICE_SID = '' } = await operator.variables();
  const { syncMaps, documents } = operator.account.client.sync.v1.services(SYNC_SERVICE_SID);
  const namesOf = (all: { identity: string; read: boolean; write: boolean; manage: boolean }[]) => {
    expect(all.every(({ read, write, manage }) => read && !write && !manage)).toBe(true);
    return all.map(({ identity }) => identity).sort();
  };
  const readers = async (name: string) => namesOf(await syncMaps(name).syncMapPermissions.list());
  for (const { uniqueName, readers: wanted = [] } of Object.values<{
    uniqueName: string;
    readers?: readonly string[];
  }>(PROVISIONED))
    expect([uniqueName, await readers(uniqueName)]).toEqual([uniqueName, [...wanted].sort()]);
  const status = documents(QUEUE_STATUS.uniqueName).documentPermissions;
  expect(namesOf(await status.list())).toEqual([AGENTS_IDENTITY, SUPERVISORS_IDENTITY]);
  for (const { sid, friendlyName } of await (await workspaceOf()).taskQueues.list()) {
    if (friendlyName === 'Timers') continue;
    expect(await readers(queueOf(sid).uniqueName)).toEqual([SUPERVISORS_IDENTITY]);
  }
});

test('calls to the number go to the functions, unless something else answers it', async () => {
  const { incomingPhoneNumbers } = operator.account.client;
  expect(await apply('--domain', DOMAIN)).toContain('updated Number');
  const [number] = await incomingPhoneNumbers.list();
  expect(number?.voiceUrl).toMatch(
    /^https:\/\/webhooks\.twilio\.com\/v1\/Accounts\/AC\w{32}\/Flows\/FW\w{32}$/,
  );
  await incomingPhoneNumbers(number?.sid ?? '').update({ voiceUrl: 'https://crm.example.com/call' });
  expect(await apply('--domain', DOMAIN)).toContain('something else answers …0199');
  const [left] = await incomingPhoneNumbers.list();
  expect(left?.voiceUrl).toBe('https://crm.example.com/call');
});

test('settings that were changed by hand are set right again', async () => {
  await apply('--domain', DOMAIN);
  const { WORKFLOW_SID = '' } = await operator.variables();
  await (await workspaceOf()).workflows(WORKFLOW_SID).update({ taskReservationTimeout: 10 });
  const fixed = await apply('--domain', DOMAIN);
  expect(fixed).toContain('~ update  TaskRouter workflow "Cordboard" (taskReservationTimeout: 10 → 45)');
  expect(fixed.match(/^[+~]/gm)).toHaveLength(1);
});
