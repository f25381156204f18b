import { center } from '../../emulator/api/taskrouter/testing';
import { sdk } from '../../emulator/api/testing';
import type { Deps } from '../endpoint';
import { boundedClient, deadlineIn } from '../twilio';
import { estimate, rounded } from './estimate';
import { positionOf, waitingNow } from './position';

let seed = 100;

/** A workspace of its own, so that nothing is known of it yet, and a clock that can be moved. */
async function desk() {
  seed += 1;
  const acme = await center({ seed });
  const { kernel, router } = acme;
  const client = sdk(kernel, [router]);
  const meter = { calls: 0, ms: 0 };
  const failures: unknown[] = [];
  const deps = () =>
    ({
      config: { workspaceSid: acme.workspaceSid },
      twilio: () => {
        const again = Object.assign(Object.create(Object.getPrototypeOf(client)), client);
        return boundedClient(() => again, { deadline: deadlineIn(9_000), meter, sleep: async () => {} });
      },
      now: () => kernel.clock.date(),
      deadline: deadlineIn(9_000),
      log: { note: () => {}, failure: (error: unknown) => failures.push(error) },
    }) as unknown as Deps;
  /** How many requests `work` takes. */
  const cost = async (work: () => Promise<unknown>): Promise<number> => {
    const before = meter.calls;
    await work();
    return meter.calls - before;
  };
  /** Takes the task off the queue as a worker does. */
  const accept = async (sid: string) => {
    const { sid: reservation } = await acme.lastReservation(sid);
    await acme.workspace.tasks(sid).reservations(reservation).update({ reservationStatus: 'accepted' });
  };
  const pass = (seconds: number) => kernel.clock.advance(seconds);
  return { ...acme, deps, cost, accept, pass, meter, failures, client };
}

/** Within five seconds: the emulated clock runs on while a test is busy. */
const about = (seconds: number): unknown => expect.closeTo(seconds, -1);

const CALL = `CA${'1'.repeat(32)}`;

test('everybody stands in order of priority, then age, and is found by task, call and topic', async () => {
  const { task, deps, queue, pass, kernel } = await desk();
  const first = await task({ topic: 'order 1' });
  await pass(60);
  const second = await task({ call_sid: CALL });
  const urgent = await task({}, { priority: 9 });
  await pass(5);
  const at = await positionOf(deps(), { taskSid: urgent });
  expect(at).toEqual({
    taskSid: urgent,
    waiting: true,
    position: 1,
    waitingInQueue: 3,
    waitedSeconds: about(5),
    estimatedWaitSeconds: null,
    queue: queue.sid,
    asOf: expect.any(String),
  });
  expect(kernel.clock.now() - Date.parse(at?.asOf ?? '')).toBeLessThan(3_000);
  expect(await positionOf(deps(), { topic: 'order 1' })).toMatchObject({
    taskSid: first,
    position: 2,
    waitedSeconds: about(65),
  });
  expect(await positionOf(deps(), { callSid: CALL })).toMatchObject({ taskSid: second, position: 3 });
});

test('a timer is nobody: it stands nowhere and is not counted', async () => {
  const { task, deps } = await desk();
  const timer = await task({ timer: 'after-call' });
  const customer = await task();
  expect(await positionOf(deps(), { taskSid: customer })).toMatchObject({ position: 1, waitingInQueue: 1 });
  expect(await positionOf(deps(), { taskSid: timer })).toBeUndefined();
});

test('asked for the first time it takes two requests, then none for three seconds, then one', async () => {
  const { task, deps, cost, pass } = await desk();
  const sids = [await task(), await task(), await task()];
  const all = () => Promise.all(sids.map((taskSid) => positionOf(deps(), { taskSid })));
  expect(await cost(all)).toBe(2);
  await pass(1);
  expect(await cost(all)).toBe(0);
  await pass(2.1);
  expect(await cost(all)).toBe(1);
  await pass(60);
  expect(await cost(all)).toBe(2);
});

test('a task that was made after everybody was read is put in its place, for one request', async () => {
  const { task, deps, cost } = await desk();
  const one = await task({}, { priority: 5 });
  await waitingNow(deps());
  const between = await task({ topic: 'new' }, { priority: 7 });
  const last = await task();
  expect(await cost(() => positionOf(deps(), { taskSid: between }))).toBe(2);
  expect(await positionOf(deps(), { topic: 'new' })).toMatchObject({
    taskSid: between,
    position: 1,
    waitingInQueue: 2,
  });
  expect(await positionOf(deps(), { taskSid: last })).toMatchObject({ position: 2, waitingInQueue: 2 });
  expect(await positionOf(deps(), { taskSid: one })).toMatchObject({ position: 1, waitingInQueue: 1 });
});

test('a task that an agent has, or that is over, does not wait; one request tells, and none when asked again', async () => {
  const { task, deps, accept, worker, workspace, cost, pass } = await desk();
  await worker('Ada');
  const taken = await task({ call_sid: CALL });
  await pass(7);
  await accept(taken);
  const given = await task();
  await workspace.tasks(given).update({ assignmentStatus: 'canceled', reason: 'hung up' });
  const ask = () => positionOf(deps(), { callSid: CALL });
  expect(await ask()).toMatchObject({ waiting: false, position: null, waitedSeconds: about(7) });
  expect(await cost(ask)).toBe(0);
  expect(await positionOf(deps(), { taskSid: given })).toMatchObject({ waiting: false, position: null });
});

test('nobody by that name is told from somebody who does not wait, and costs one request', async () => {
  const { task, deps, cost } = await desk();
  await task({ topic: 'order 1' });
  await waitingNow(deps());
  const unknown = [
    { taskSid: `WT${'f'.repeat(32)}` },
    { callSid: `CA${'f'.repeat(32)}` },
    { topic: `it's "so"` },
  ];
  for (const which of unknown) {
    expect(await cost(async () => expect(await positionOf(deps(), which)).toBeUndefined())).toBe(1);
    expect(await cost(() => positionOf(deps(), which))).toBe(0);
  }
});

test('a topic with quotation marks is found whether it waits or not', async () => {
  const { task, deps, workspace } = await desk();
  const topic = `she said "it's mine"`;
  const sid = await task({ topic });
  await workspace.tasks(sid).update({ assignmentStatus: 'canceled', reason: 'no' });
  expect(await positionOf(deps(), { topic })).toMatchObject({ taskSid: sid, waiting: false });
});

test('where lists come without attributes, a call and a topic are still found', async () => {
  const { task, deps, client } = await desk();
  const request = client.httpClient.request.bind(client.httpClient);
  const sid = await task({ call_sid: CALL, topic: 'order 1' });
  // https://www.twilio.com/docs/taskrouter/api/task#task-properties says that they may.
  client.httpClient.request = (async (options: Parameters<typeof request>[0]) => {
    const answer = await request(options);
    const body = answer.body as unknown as { tasks?: object[] };
    const tasks = body.tasks?.map((one) => ({ ...one, attributes: null }));
    return tasks === undefined ? answer : { ...answer, body: { ...body, tasks } };
  }) as typeof request;
  for (const which of [{ callSid: CALL }, { topic: 'order 1' }])
    expect(await positionOf(deps(), which)).toMatchObject({ taskSid: sid, position: 1, waitingInQueue: 1 });
});

test('the wait is estimated from how many were served in the last half hour', async () => {
  const { task, deps, accept, worker, queue, pass } = await desk();
  for (const name of ['Ada', 'Belle', 'Carl']) await worker(name);
  for (let served = 0; served < 3; served += 1) await accept(await task());
  expect(await estimate(deps(), queue.sid, 4)).toBe(2400);
  await pass(31 * 60);
  expect(await estimate(deps(), queue.sid, 4)).toBeNull();
});

test('an estimate is no more exact than it can be', () => {
  expect([1, 10, 11, 299, 301, 3_601].map(rounded)).toEqual([10, 10, 20, 300, 360, 3_660]);
});

test('without figures the position is told all the same', async () => {
  const { task, deps, client, failures } = await desk();
  const sid = await task();
  const request = client.httpClient.request.bind(client.httpClient);
  client.httpClient.request = (async (options: Parameters<typeof request>[0]) =>
    options.uri.includes('Statistics')
      ? { statusCode: 500, body: { code: 20500, status: 500, message: 'no' }, headers: {} }
      : request(options)) as typeof request;
  expect(await positionOf(deps(), { taskSid: sid })).toMatchObject({
    position: 1,
    estimatedWaitSeconds: null,
  });
  expect(failures).toHaveLength(1);
});

test('2,300 who wait are read in three requests, and the last one knows their place', async () => {
  const { task, deps, kernel, cost } = await desk();
  const tasks = kernel.store.collection<{ sid: string; dateCreated: number }>('taskrouter.tasks');
  const waiting = kernel.store.collection<string>('taskrouter.waiting');
  const like = tasks.get(await task());
  const sids = Array.from({ length: 2_299 }, (_, n) => `WT${n.toString(16).padStart(32, '0')}`);
  for (const sid of sids) {
    if (like) tasks.set(sid, { ...like, sid });
    waiting.set(sid, 'WS');
  }
  expect(await cost(() => waitingNow(deps()))).toBe(3);
  expect(await positionOf(deps(), { taskSid: sids.at(-1) ?? '' })).toMatchObject({
    position: 2_300,
    waitingInQueue: 2_300,
  });
});

test('with 5,001 waiting the one beyond what is read has no position, and is told how many there are at least', async () => {
  const { task, deps, kernel, cost } = await desk();
  const tasks = kernel.store.collection<{ sid: string }>('taskrouter.tasks');
  const like = tasks.get(await task({}, { priority: 3 }));
  const sids = Array.from({ length: 5_000 }, (_, n) => `WT${n.toString(16).padStart(32, '0')}`);
  for (const sid of sids) if (like) tasks.set(sid, { ...like, sid });
  expect(await cost(() => waitingNow(deps()))).toBe(5);
  expect(await positionOf(deps(), { taskSid: sids.at(-1) ?? '' })).toMatchObject({
    waiting: true,
    position: null,
    waitingInQueue: 5_001,
    estimatedWaitSeconds: null,
  });
  expect(await positionOf(deps(), { taskSid: like?.sid ?? '' })).toMatchObject({ position: 1 });
});

test('a page that can not be read leaves what was read before it', async () => {
  const { task, deps, kernel, client, failures } = await desk();
  const tasks = kernel.store.collection<{ sid: string }>('taskrouter.tasks');
  const like = tasks.get(await task());
  const sids = Array.from({ length: 1_500 }, (_, n) => `WT${n.toString(16).padStart(32, '0')}`);
  for (const sid of sids) if (like) tasks.set(sid, { ...like, sid });
  const request = client.httpClient.request.bind(client.httpClient);
  client.httpClient.request = (async (options: Parameters<typeof request>[0]) =>
    options.uri.includes('PageToken')
      ? { statusCode: 500, body: { code: 20500, status: 500, message: 'no' }, headers: {} }
      : request(options)) as typeof request;
  expect(await positionOf(deps(), { taskSid: sids[500] ?? '' })).toMatchObject({
    position: 502,
    waitingInQueue: 1_000,
  });
  expect(await positionOf(deps(), { taskSid: sids.at(-1) ?? '' })).toMatchObject({
    waiting: true,
    position: null,
    waitingInQueue: 1_001,
  });
  expect(failures).toHaveLength(1);
});

test('without a workspace it says what is missing', async () => {
  const { deps } = await desk();
  const none = { ...deps(), config: {} } as unknown as Deps;
  await expect(waitingNow(none)).rejects.toThrow('WORKSPACE_SID is missing');
});
