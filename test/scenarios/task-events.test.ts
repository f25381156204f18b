import { restCalls } from '../harness/ask';
import { offerEvent, SID, syncData, taskEvent, tell } from '../harness/routing';
import { useWorld } from '../harness/world';

const world = useWorld();
const NINE = Date.UTC(2026, 10, 21, 9) / 1000;
const QUEUE = `queue.${SID.queue(1)}`;

const topic = async (name = 'topic.order 1') => (await syncData(world)).documents[name];
const items = async (queue = QUEUE) => (await syncData(world)).maps[queue] ?? {};

test('a task waits, is assigned to a worker, and is done', async () => {
  const made = await tell(world, taskEvent('task.created', 1, NINE, { TaskPriority: '5' }));
  expect([made.status, made.text]).toEqual([200, '{"ignored":false,"state":"waiting"}']);
  expect(await topic()).toMatchObject({
    state: 'waiting',
    task: SID.task(1),
    queue: SID.queue(1),
    since: '2026-11-21T09:00:00.000Z',
  });
  expect(await items()).toEqual({
    [SID.task(1)]: { v: 1, state: 'waiting', topic: 'order 1', priority: 5, since: NINE * 1000 },
  });

  await tell(world, offerEvent('created', 1, NINE + 1));
  expect(await topic()).toMatchObject({ state: 'waiting' });
  await tell(world, offerEvent('accepted', 1, NINE + 2));
  expect(await topic()).toMatchObject({
    state: 'assigned',
    worker: SID.worker(1),
    reservation: SID.reservation(1),
  });
  expect(await items()).toMatchObject({ [SID.task(1)]: { state: 'assigned', worker: SID.worker(1) } });

  await tell(world, offerEvent('completed', 1, NINE + 60));
  expect(await topic()).toMatchObject({ state: 'completed', why: 'reservation.completed' });
  expect(await items()).toEqual({});
});

test.each(['rejected', 'timeout', 'rescinded', 'canceled'])(
  'a reservation that is %s puts the task back to waiting, unless it is over',
  async (how) => {
    for (const type of ['created', 'accepted', how]) await tell(world, offerEvent(type, 1, NINE));
    expect(await topic()).toMatchObject({ state: 'waiting' });
    expect(await topic()).not.toHaveProperty('worker');
    await tell(world, taskEvent('task.canceled', 1, NINE + 9));
    await tell(world, { ...offerEvent(how, 1, NINE + 10), ReservationSid: SID.reservation(2) });
    expect(await topic()).toMatchObject({ state: 'completed' });
    expect(await items()).toEqual({});
  },
);

test.each(['task.completed', 'task.canceled', 'task.deleted'])(
  'after %s no late event brings the task back; an hour later it is forgotten',
  async (end) => {
    await tell(world, taskEvent(end, 1, NINE + 9));
    const late = await tell(world, taskEvent('task.created', 1, NINE));
    expect(late.body).toMatchObject({ ignored: false, state: 'completed' });
    expect(await topic()).toMatchObject({ state: 'completed', why: end });
    expect(await items()).toEqual({});
    await world.advance(3601);
    expect(await topic()).toBeUndefined();
  },
);

test('a task that moves to another queue leaves the first one', async () => {
  await tell(world, taskEvent('task.created', 1, NINE));
  await tell(world, taskEvent('task-queue.entered', 1, NINE + 30, { TaskQueueSid: SID.queue(2) }));
  expect(await items()).toEqual({});
  expect(Object.keys(await items(`queue.${SID.queue(2)}`))).toEqual([SID.task(1)]);
});

test('a task that has waited too long has the priority of the next target, in the same queue', async () => {
  await tell(world, taskEvent('task.created', 1, NINE));
  await tell(world, taskEvent('workflow.target-matched', 1, NINE + 20, { TaskPriority: '5' }));
  expect(await items()).toMatchObject({ [SID.task(1)]: { state: 'waiting', priority: 5 } });
});

test('a task without a topic goes by its SID', async () => {
  await tell(world, taskEvent('task.created', 1, NINE, { TaskAttributes: '{}' }));
  expect(await topic(`topic.${SID.task(1)}`)).toMatchObject({ state: 'waiting' });
});

test('many events at once, each twice and none in order: the same as one after the other', async () => {
  const stories = [1, 2, 3].flatMap((task) => [
    taskEvent('task.created', task, NINE),
    offerEvent('created', task, NINE + 1),
    offerEvent('accepted', task, NINE + 2),
    ...(task === 1 ? [offerEvent('completed', task, NINE + 3)] : []),
  ]);
  const arrival = [...stories].reverse().concat(stories);
  const replies = await Promise.all(
    arrival.map(async (event) => {
      // Twilio delivers again after a 5xx.
      for (let delivery = 0; delivery < 3; delivery += 1) {
        const reply = await tell(world, event);
        if (reply.status < 500) return reply.status;
      }
      return 503;
    }),
  );
  expect(new Set(replies)).toEqual(new Set([200]));
  expect(Object.keys(await items()).sort()).toEqual([SID.task(2), SID.task(3)]);
  const { documents } = await syncData(world);
  expect([1, 2, 3].map((n) => documents[`topic.order ${n}`]?.state)).toEqual([
    'completed',
    'assigned',
    'assigned',
  ]);
});

test('a worker is shown with their activity and since when, and goes away', async () => {
  const worker = (type: string, at: number, activity: string) => ({
    EventType: type,
    Sid: SID.event(9000 + at),
    Timestamp: String(NINE + at),
    WorkerSid: SID.worker(1),
    WorkerName: 'ada',
    WorkerActivityName: activity,
  });
  await tell(world, worker('worker.activity.update', 20, 'In-Call'));
  await tell(world, worker('worker.created', 0, 'Offline'));
  await tell(world, worker('worker.activity.update', 10, 'Available'));
  const shown = async () => (await syncData(world)).maps.workers?.[SID.worker(1)];
  expect(await shown()).toMatchObject({ name: 'ada', activity: 'In-Call', since: (NINE + 20) * 1000 });
  await tell(world, worker('worker.deleted', 30, 'Offline'));
  expect(await shown()).toMatchObject({ gone: true });
  await world.advance(3601);
  expect(await shown()).toBeUndefined();
});

test.each(['workflow.entered', 'activity.created', 'task-queue.created', 'task.sung', 'toString'])(
  'an event of the type %s is ignored, with the reason',
  async (EventType) => {
    const { status, body } = await tell(world, { EventType });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ignored: true, reason: expect.stringContaining('event of this type') });
    expect(await restCalls(world)).toEqual([]);
  },
);

test.each([
  ['fails', 503],
  ['refuses', 429],
])(
  'an event that can not be written because Sync %s answers 503, and works when delivered again',
  async (_, status) => {
    await world.faults({ on: 'rest', match: '/Documents', effect: 'fail', status, times: 20 });
    const event = taskEvent('task.created', 1, NINE);
    expect((await tell(world, event)).status).toBe(503);
    await world.faults();
    expect((await tell(world, event)).status).toBe(200);
    expect(await topic()).toMatchObject({ state: 'waiting' });
    expect(Object.keys(await items())).toEqual([SID.task(1)]);
  },
);
