import { setTimeout as wait } from 'node:timers/promises';
import { restCalls } from '../harness/ask';
import { useWork } from '../harness/work';
import { useWorld } from '../harness/world';

const world = useWorld();
const work = useWork(world);
const PATH = '/queue/get-queue-position';
const CALL = `CA${'1'.repeat(32)}`;

// What an instance has read of those who wait is good for 3 s; who asked before had others waiting.
let asked = Date.now();
afterEach(() => {
  asked = Date.now();
});
const readAnew = () => wait(Math.max(0, asked + 3_100 - Date.now()));

test('an agent learns where any task stands, by its SID, its call or its topic', async () => {
  const ada = await world.signedUp();
  const first = await work().task({ skill: 'sales', topic: 'order 1' });
  const second = await work().task({ skill: 'sales', call_sid: CALL });
  const urgent = await work().task({ skill: 'sales' }, { Priority: '9' });
  const elsewhere = await work().task({ skill: 'support' });
  const { Sales } = await work().queues();
  await readAnew();

  const { data } = await ada.must(PATH, { taskSid: urgent.sid });
  expect(data).toEqual({
    taskSid: urgent.sid,
    waiting: true,
    position: 1,
    waitingInQueue: 3,
    waitedSeconds: expect.any(Number),
    estimatedWaitSeconds: null,
    queue: Sales,
    asOf: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect((await ada.must(PATH, { topic: 'order 1' })).data).toMatchObject({
    taskSid: first.sid,
    position: 2,
  });
  expect((await ada.must(PATH, { callSid: CALL })).data).toMatchObject({ taskSid: second.sid, position: 3 });
  expect((await ada.must(PATH, { taskSid: elsewhere.sid })).data).toMatchObject({
    position: 1,
    waitingInQueue: 1,
  });
  // A topic of its own it has not: then its SID is its topic.
  expect((await ada.must(PATH, { topic: urgent.sid })).data).toMatchObject({ taskSid: urgent.sid });
});

test('the first who asks pays for two requests at most, the next hundred for none', async () => {
  const ada = await world.signedUp();
  const tasks = [await work().task({ skill: 'sales' }), await work().task({ skill: 'sales' })];
  const requests = async () =>
    (await restCalls(world)).filter(({ method, host }) => method === 'GET' && /taskrouter/.test(host)).length;
  await readAnew();
  const before = await requests();
  await ada.must(PATH, { taskSid: tasks[0]?.sid });
  const first = await requests();
  // How fast the queue is served may be known from a minute ago.
  expect(first - before).toBeLessThanOrEqual(2);
  const many = Array.from({ length: 100 }, (_, n) => ada.must(PATH, { taskSid: tasks[n % 2]?.sid }));
  for (const [n, { data }] of (await Promise.all(many)).entries()) expect(data.position).toBe((n % 2) + 1);
  expect(await requests()).toBe(first);
});

test('a task that is over does not wait; one that never was is not found', async () => {
  const ada = await world.signedUp();
  const gone = await work().task({ skill: 'sales', call_sid: CALL });
  await work().cancel(gone);
  await readAnew();
  for (const which of [{ taskSid: gone.sid }, { callSid: CALL }])
    expect((await ada.must(PATH, which)).data).toMatchObject({
      taskSid: gone.sid,
      waiting: false,
      position: null,
      estimatedWaitSeconds: null,
    });
  for (const which of [
    { taskSid: `WT${'0'.repeat(32)}` },
    { callSid: `CA${'0'.repeat(32)}` },
    { topic: 'none' },
  ])
    expect(await ada.post(PATH, which)).toMatchObject({ httpStatus: 404, code: 'not_found' });
});

test('when TaskRouter can not be asked, what is known is told with its age', async () => {
  const ada = await world.signedUp();
  const { sid: taskSid } = await work().task({ skill: 'sales' });
  await readAnew();
  const known = (await ada.must(PATH, { taskSid })).data;
  await world.faults({ on: 'rest', match: '/Tasks', effect: 'fail', status: 503, times: 20 });
  await wait(3_100);
  const later = (await ada.must(PATH, { taskSid })).data;
  expect([later.position, later.asOf]).toEqual([1, known.asOf]);
});
