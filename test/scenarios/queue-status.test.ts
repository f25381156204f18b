import { setTimeout as wait } from 'node:timers/promises';
import { PEOPLE } from '../../scripts/people';
import { ask, restCalls } from '../harness/ask';
import { syncData } from '../harness/routing';
import { useWork } from '../harness/work';
import { useWorld } from '../harness/world';

const world = useWorld();
const work = useWork(world);

type Row = Record<string, unknown> & { counts: Record<string, unknown> };
const status = async () => (await syncData(world)).documents['queue-status'] as Row;

/** Until a status shows it; statuses follow events within a second. */
async function shown(counts: Record<string, unknown>): Promise<Row> {
  for (let turn = 0; turn < 60; turn += 1) {
    const now = await status();
    if (Object.entries(counts).every(([name, count]) => now.counts?.[name] === count)) return now;
    await wait(100);
  }
  expect((await status()).counts).toMatchObject(counts);
  return status();
}

test('who waits and who is at work is shown, timers are not, and the last of many events counts', async () => {
  const { Sales = '' } = await work().queues();
  const { activities } = await work().ask<{ activities: { sid: string; friendly_name: string }[] }>(
    'GET',
    '/Activities',
  );
  const sid = (name: string) => activities.find(({ friendly_name: one }) => one === name)?.sid ?? '';
  await work().ask('POST', '/Workers', {
    FriendlyName: 'ada@example.com',
    Attributes: '{"skills":[],"languages":[]}',
    ActivitySid: sid('post-call'),
  });
  const [first] = [await work().task({ skill: 'sales' }), await work().task({ skill: 'sales' })];
  const urgent = await work().task({ skill: 'sales' }, { Priority: '9' });
  await work().task({ timer: 'after-call' });
  const now = await shown({ waiting: 3, eligible: 1 });
  expect(now).toMatchObject({
    v: 1,
    counts: { assigned: 0, eligible: 1, queues: { [Sales]: { waiting: 3 } } },
    eligibleTellers: [{ name: 'ada@example.com', activity: 'post-call' }],
  });
  expect(now.pendingTasks).toHaveLength(3);
  expect((now.pendingTasks as { task: string }[])[0]?.task).toBe(urgent.sid);
  expect(now.longestWaitSince).toBe((now.pendingTasks as { since: number }[])[1]?.since);
  await work().cancel(first as { sid: string; assignment_status: string; task_queue_sid: string });
  await shown({ waiting: 2 });
});

test('a status that can not be read fails no event', async () => {
  await world.faults({ on: 'rest', match: 'RealTimeStatistics', effect: 'fail', status: 500, times: 20 });
  const task = await work().task({ skill: 'sales', topic: 'order 9' });
  const { documents } = await syncData(world);
  expect(documents['topic.order 9']).toMatchObject({ state: 'waiting', task: task.sid });
});

test('what is wrong in the live view is put right by a supervisor, once, and told', async () => {
  const boss = await world.signedUp(PEOPLE.supervisor.email, PEOPLE.supervisor.phone);
  const { Sales = '' } = await work().queues();
  const tasks = [];
  for (const number of [1, 2, 3]) tasks.push(await work().task({ skill: 'sales', topic: `case ${number}` }));
  const [lost, wrong, over] = tasks.map(({ sid }) => sid);
  const spoilt = itemsOf(Sales);
  const item = (sid = '') => spoilt.get(sid) as { key: string; data: object };
  const ghost = `WT${'9'.repeat(32)}`;
  const odd = { v: 1, state: 'assigned', topic: 'case 2', priority: 7, since: 1 };
  spoilt.set(ghost, { ...item(over), key: ghost, data: { ...odd, state: 'waiting', topic: 'case 9' } });
  spoilt.set(wrong ?? '', { ...item(wrong), data: odd });
  spoilt.delete(lost ?? '');
  await wait(1_100);
  const { data } = await boss.must('/queue/reconcile', {});
  expect(data).toMatchObject({ more: false, correctedCount: 3, status: 'written' });
  expect(data.corrected).toEqual(
    expect.arrayContaining([
      { task: lost, was: 'missing', is: 'waiting' },
      { task: wrong, was: 'assigned', is: 'waiting' },
      { task: ghost, was: 'waiting', is: 'over' },
    ]),
  );
  const items = (await syncData(world)).maps[`queue.${Sales}`] ?? {};
  expect(Object.keys(items).sort()).toEqual([lost, wrong, over].sort());
  for (const item of Object.values(items)) expect(item).toMatchObject({ state: 'waiting', priority: 0 });
  expect((await boss.must('/queue/reconcile', {})).data).toMatchObject({ correctedCount: 0, checked: 3 });
});

test('nobody but a supervisor reconciles, and a cursor that is none is refused', async () => {
  const ada = await world.signedUp();
  const before = (await restCalls(world)).length;
  const refused = await ask(world, '/queue/reconcile', { json: {}, token: ada.accessToken });
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  const boss = await world.signedUp(PEOPLE.supervisor.email, PEOPLE.supervisor.phone);
  const bad = await ask(world, '/queue/reconcile', { json: { cursor: '../x' }, token: boss.accessToken });
  expect([bad.status, bad.body.code]).toEqual([400, 'invalid_input']);
  expect(before).toBeGreaterThan(0);
});

/** The items of a queue, to be spoilt behind everybody's back. */
function itemsOf(queue: string) {
  const { store } = world.local.emulator.kernel;
  const objects = store.collection<{ sid: string; uniqueName: string }>('sync.objects').values();
  const map = objects.find(({ uniqueName }) => uniqueName === `queue.${queue}`);
  return store.collection<{ key: string; data: object }>(`sync.items.${map?.sid}`);
}
