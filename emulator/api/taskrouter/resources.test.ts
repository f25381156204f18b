import { failure, sdk, testKernel } from '../testing';
import { createTaskRouter } from '.';
import { center, SITE } from './testing';

test('a workspace begins with activities, channels and, from the FIFO template, a queue and a workflow', async () => {
  const kernel = testKernel();
  const client = sdk(kernel, [createTaskRouter(kernel)]).taskrouter.v1;
  const made = await client.workspaces.create({ friendlyName: 'Acme', template: 'FIFO' });
  expect(made).toMatchObject({
    multiTaskEnabled: true,
    prioritizeQueueOrder: 'FIFO',
    defaultActivityName: 'Offline',
  });
  const workspace = client.workspaces(made.sid);
  const names = (await workspace.activities.list()).map(
    ({ friendlyName, available }) => `${friendlyName} ${available}`,
  );
  expect(names).toEqual(['Offline false', 'Available true', 'Unavailable false']);
  expect((await workspace.taskChannels.list()).map(({ uniqueName }) => uniqueName)).toContain('voice');
  expect(await workspace.taskQueues.list()).toHaveLength(1);
  expect(await workspace.workflows.list()).toHaveLength(1);
  await workspace.update({ friendlyName: 'Acme 2', eventCallbackUrl: `${SITE}/events` });
  expect(await client.workspaces.list({ friendlyName: 'Acme 2' })).toHaveLength(1);
  await workspace.remove();
  expect(await failure(workspace.fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('each resource is made, changed, listed and removed, and says so', async () => {
  const { workspace, eventTypes } = await center();
  const activity = await workspace.activities.create({ friendlyName: 'Lunch', available: false });
  await workspace.activities(activity.sid).update({ friendlyName: 'Break' });
  expect((await workspace.activities.list({ friendlyName: 'Break' })).map(({ sid }) => sid)).toEqual([
    activity.sid,
  ]);
  await workspace.activities(activity.sid).remove();
  const channel = await workspace.taskChannels.create({ friendlyName: 'Fax', uniqueName: 'fax' });
  await workspace.taskChannels('fax').update({ friendlyName: 'Telefax' });
  expect((await workspace.taskChannels(channel.sid).fetch()).friendlyName).toBe('Telefax');
  await workspace.taskChannels('fax').remove();
  const queue = await workspace.taskQueues.create({ friendlyName: 'VIP', targetWorkers: 'vip == true' });
  await workspace.taskQueues(queue.sid).update({ targetWorkers: 'vip == false' });
  await workspace.taskQueues(queue.sid).remove();
  expect(eventTypes().slice(-9)).toEqual([
    'activity.created',
    'activity.updated',
    'activity.deleted',
    'task-channel.created',
    'task-channel.updated',
    'task-channel.deleted',
    'task-queue.created',
    'task-queue.expression.updated',
    'task-queue.deleted',
  ]);
});

test('what is in use cannot be removed', async () => {
  const { workspace, queue, workflow, worker, task, activities } = await center();
  const ana = await worker('ana');
  await task();
  expect((await failure(workspace.workers(ana).remove())).message).toMatch(/available activity/);
  await workspace.workers(ana).update({ activitySid: activities.Offline });
  expect((await failure(workspace.workers(ana).remove())).message).toMatch(/open reservations/);
  expect((await failure(workspace.taskQueues(queue.sid).remove())).message).toMatch(/leads to it/);
  expect((await failure(workspace.workflows(workflow.sid).remove())).message).toMatch(/active tasks/);
  expect((await failure(workspace.activities(activities.Offline).remove())).message).toMatch(
    /default or timeout/,
  );
});

test.each([
  ['attributes that are not JSON', { attributes: '{' }],
  ['attributes that are a list', { attributes: '[]' }],
  ['attributes too large', { attributes: JSON.stringify({ x: 'x'.repeat(4096) }) }],
  ['a priority below zero', { attributes: '{}', priority: -1 }],
  ['a timeout beyond two weeks', { attributes: '{}', timeout: 1_209_601 }],
  ['a channel of nobody', { attributes: '{}', taskChannel: 'pigeon' }],
  ['a workflow of nobody', { attributes: '{}', workflowSid: 'WW1' }],
  ['a target of nobody', { attributes: '{}', routingTarget: 'WK1' }],
])('a task with %s is refused and not made', async (_what, given) => {
  const { workspace, eventTypes } = await center();
  expect(await failure(workspace.tasks.create(given))).toMatchObject({ status: 400, code: 20001 });
  expect(eventTypes()).not.toContain('task.created');
});

test('two workers, queues or activities of one name are refused', async () => {
  const { workspace, worker } = await center();
  await worker('ana');
  expect(await failure(worker('ana'))).toMatchObject({ status: 400, code: 20001 });
  expect(await failure(workspace.taskQueues.create({ friendlyName: 'Others' }))).toMatchObject({
    status: 400,
  });
  expect(await failure(workspace.activities.create({ friendlyName: 'Offline' }))).toMatchObject({
    status: 400,
  });
});

test('workers and tasks are found by what they are', async () => {
  const { workspace, queue, worker, task } = await center({ queue: { targetWorkers: 'level > 1' } });
  const ana = await worker('ana', { level: 1 });
  const bo = await worker('bo', { level: 2 }, 'Offline');
  const workers = async (query: object) =>
    (await workspace.workers.list(query)).map(({ friendlyName }) => friendlyName);
  expect(await workers({ available: 'true' })).toEqual(['ana']);
  expect(await workers({ activityName: 'Offline' })).toEqual(['bo']);
  expect(await workers({ taskQueueSid: queue.sid })).toEqual(['bo']);
  expect(await workers({ targetWorkersExpression: 'level < 2' })).toEqual(['ana']);
  expect(await failure(workspace.workers.list({ targetWorkersExpression: 'level <' }))).toMatchObject({
    status: 400,
  });
  expect((await workspace.taskQueues.list({ workerSid: bo })).map(({ sid }) => sid)).toContain(queue.sid);
  expect((await workspace.taskQueues.list({ workerSid: ana })).map(({ sid }) => sid)).not.toContain(
    queue.sid,
  );
  const low = await task({ topic: 'a' }, { priority: 1 });
  const high = await task({ topic: 'b' }, { priority: 2 });
  const tasks = async (query: object) => (await workspace.tasks.list(query)).map(({ sid }) => sid);
  expect(await tasks({ ordering: 'Priority:desc' })).toEqual([high, low]);
  expect(await tasks({ evaluateTaskAttributes: "topic == 'a'" })).toEqual([low]);
  expect(await tasks({ assignmentStatus: ['pending'], priority: 2 })).toEqual([high]);
  expect(await tasks({ assignmentStatus: ['completed', 'canceled'] })).toEqual([]);
});

test('tasks are listed by priority, then by when they count from; the two dates do not go together', async () => {
  const { workspace, task } = await center();
  const at = (minute: number) => ({ virtualStartTime: new Date(Date.UTC(2026, 0, 1, 9, minute)) });
  const late = await task({}, { priority: 1, ...at(9) });
  const early = await task({}, { priority: 1, ...at(5) });
  const urgent = await task({}, { priority: 2, ...at(30) });
  const listed = async (ordering: string) => (await workspace.tasks.list({ ordering })).map(({ sid }) => sid);
  expect(await listed('Priority:desc,VirtualStartTime:asc')).toEqual([urgent, early, late]);
  expect(await listed('VirtualStartTime:desc')).toEqual([urgent, late, early]);
  expect(
    await failure(workspace.tasks.list({ ordering: 'DateCreated:asc,VirtualStartTime:asc' })),
  ).toMatchObject({
    status: 400,
    message: expect.stringContaining('cannot be combined'),
  });
});

test('what belongs to another workspace, task or worker is not there', async () => {
  const { client, worker, task, lastReservation, workspace } = await center();
  const other = await client.workspaces.create({ friendlyName: 'Other' });
  const ana = await worker('ana');
  const bo = await worker('bo');
  const [first, second] = [await task(), await task()];
  const { sid } = await lastReservation(first);
  expect(await failure(client.workspaces(other.sid).workers(ana).fetch())).toMatchObject({ status: 404 });
  expect(await failure(workspace.tasks(second).reservations(sid).fetch())).toMatchObject({ status: 404 });
  expect(await failure(workspace.workers(bo).reservations(sid).fetch())).toMatchObject({ status: 404 });
  expect((await workspace.workers(ana).reservations(sid).fetch()).taskSid).toBe(first);
});
