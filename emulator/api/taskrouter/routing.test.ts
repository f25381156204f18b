import { failure } from '../testing';
import { center } from './testing';

const everybody = (queue: string) => ({ filters: [], default_filter: { queue } });
const one = (expression: string, ...targets: object[]) => ({ filters: [{ expression, targets }] });

test('who has waited longest without a task is asked first', async () => {
  const { kernel, workspace, worker, task, offers, lastReservation } = await center();
  await worker('ana');
  await kernel.clock.advance(10);
  await worker('bo');
  const first = await task();
  expect(await offers(first)).toEqual(['ana: pending']);
  await workspace
    .tasks(first)
    .reservations((await lastReservation(first)).sid)
    .update({ reservationStatus: 'accepted' });
  await kernel.clock.advance(10);
  await workspace.tasks(first).update({ assignmentStatus: 'completed' });
  expect(await offers(await task())).toEqual(['bo: pending']);
  expect(await offers(await task())).toEqual(['ana: pending']);
});

test('only workers of the queue are asked, and only available ones', async () => {
  const { worker, task, offers } = await center({
    queue: { targetWorkers: "languages HAS 'es' AND level >= 3" },
  });
  await worker('ana', { languages: ['en'], level: 5 });
  await worker('bo', { languages: ['es'], level: 2 });
  await worker('cy', { languages: ['es'], level: 3 }, 'Unavailable');
  const sid = await task();
  expect(await offers(sid)).toEqual([]);
  await worker('di', { languages: ['en', 'es'], level: 3 });
  expect(await offers(sid)).toEqual(['di: pending']);
});

test('a free worker gets the most urgent task, then the oldest, or the newest where the queue says so', async () => {
  for (const [taskOrder, expected] of [
    ['FIFO', 1],
    ['LIFO', 2],
  ] as const) {
    const { kernel, worker, task, offers } = await center({ queue: { taskOrder } });
    const tasks: string[] = [];
    for (const priority of [0, 5, 5]) {
      tasks.push(await task({}, { priority }));
      await kernel.clock.advance(1);
    }
    await worker('ana');
    const offered = await Promise.all(tasks.map(offers));
    expect(offered.map((all) => all.length)).toEqual([0, expected === 1 ? 1 : 0, expected === 2 ? 1 : 0]);
  }
});

test('a target that nobody meets is left when its time is over, and priority rises with it', async () => {
  const { kernel, workspace, worker, task, offers, queue, other, eventTypes } = await center({
    routing: (first, second) =>
      one(
        "type == 'sales'",
        { queue: first, expression: 'worker.level > 5', timeout: 10, priority: 1 },
        { timeout: '20', priority: '9', expression: 'worker.level > 3' },
        { queue: second },
      ),
  });
  await worker('ana', { level: 1 });
  const sid = await task({ type: 'sales' });
  const now = () => workspace.tasks(sid).fetch();
  expect(await now()).toMatchObject({ taskQueueSid: queue.sid, priority: 1 });
  await kernel.clock.advance(10);
  expect(await now()).toMatchObject({ taskQueueSid: queue.sid, priority: 9, assignmentStatus: 'pending' });
  await kernel.clock.advance(19);
  expect(await offers(sid)).toEqual([]);
  await kernel.clock.advance(1);
  expect(await now()).toMatchObject({ taskQueueSid: other.sid, assignmentStatus: 'reserved' });
  expect(await offers(sid)).toEqual(['ana: pending']);
  expect(eventTypes().filter((type) => /^task-queue\.(timeout|moved|entered)$/.test(type ?? ''))).toEqual([
    'task-queue.entered',
    'task-queue.timeout',
    'task-queue.timeout',
    'task-queue.moved',
    'task-queue.entered',
  ]);
});

test('time goes on while somebody is asked: after that the task is at once where it should be', async () => {
  const { kernel, worker, task, offers, workspace, other } = await center({
    routing: (first, second) =>
      one('1==1', { queue: first, expression: "worker.team == 'a'", timeout: 10 }, { queue: second }),
    workflow: { taskReservationTimeout: 30 },
  });
  await worker('ana', { team: 'a' });
  await worker('bo', { team: 'b' });
  const sid = await task();
  await kernel.clock.advance(29);
  expect(await offers(sid)).toEqual(['ana: pending']);
  await kernel.clock.advance(1);
  expect(await offers(sid)).toEqual(['ana: timeout', 'bo: pending']);
  expect((await workspace.tasks(sid).fetch()).taskQueueSid).toBe(other.sid);
});

test('a task at the end of its workflow is canceled', async () => {
  const { kernel, task, status, eventTypes } = await center({
    routing: (queue) => ({ ...one('1==1', { queue, timeout: 10 }), default_filter: { queue } }),
  });
  const sid = await task();
  await kernel.clock.advance(10);
  expect(await status(sid)).toBe('canceled');
  expect(eventTypes().slice(-2)).toEqual(['workflow.timeout', 'task.canceled']);
});

test('a task that no filter takes goes to the default filter, or is canceled where there is none', async () => {
  const routing = (queue: string, other: string) => ({
    ...one("type == 'sales'", { queue }),
    default_filter: { queue: other },
  });
  const { workspace, task, other } = await center({ routing });
  expect((await workspace.tasks(await task({ type: 'x' })).fetch()).taskQueueSid).toBe(other.sid);
  const bare = await center({ routing: (queue) => one("type == 'sales'", { queue }) });
  expect(await bare.status(await bare.task({ type: 'x' }))).toBe('canceled');
});

test('a step is skipped when its condition holds and nobody can have the task at once', async () => {
  const routing = (queue: string, other: string) => ({
    ...one('1==1', { queue, skip_if: 'workers.available == 0', timeout: 60 }),
    default_filter: { queue: other },
  });
  const { workspace, worker, task, offers, queue, other } = await center({
    routing,
    queue: { targetWorkers: 'level > 1' },
  });
  expect((await workspace.tasks(await task()).fetch()).taskQueueSid).toBe(other.sid);
  await worker('ana', { level: 2 });
  const waiting = await task();
  expect((await workspace.tasks(waiting).fetch()).taskQueueSid).toBe(queue.sid);
  expect(await offers(waiting)).toEqual([]);
});

test('a known worker is waited for, by SID or name, even while others are free', async () => {
  for (const key of ['known_worker_sid', 'known_worker_friendly_name']) {
    const { kernel, workspace, worker, task, offers, activities } = await center({
      routing: (queue) => one('1==1', { queue, [key]: 'task.agent.id', timeout: 30 }, { queue }),
    });
    await worker('ana');
    const bo = await worker('bo', {}, 'Offline');
    const id = key === 'known_worker_sid' ? bo : 'bo';
    const sid = await task({ agent: { id } });
    const late = await task({ agent: { id: 'nobody' } });
    expect(await offers(sid)).toEqual([]);
    await workspace.workers(bo).update({ activitySid: activities.Available });
    expect(await offers(sid)).toEqual(['bo: pending']);
    await kernel.clock.advance(30);
    expect(await offers(late)).toEqual(['ana: pending']);
  }
});

test('workers are asked in the order that the target names', async () => {
  const { kernel, worker, task, offers } = await center({
    routing: (queue) => one('1==1', { queue, order_by: 'worker.level DESC, worker.cost ASC' }),
  });
  for (const [name, level, cost] of [
    ['ana', 1, 1],
    ['bo', 5, 9],
    ['cy', 5, 2],
  ] as const) {
    await worker(name, { level, cost });
    await kernel.clock.advance(1);
  }
  const asked: string[] = [];
  for (let n = 0; n < 3; n++) asked.push(...(await offers(await task())));
  expect(asked).toEqual(['cy: pending', 'bo: pending', 'ana: pending']);
});

test('target expressions compare task and worker, and may ask for an activity', async () => {
  const { worker, task, offers } = await center({
    routing: (queue) =>
      one('1==1', {
        queue,
        expression: "task.skill IN worker.skills AND worker.activity_name IN ['Available']",
      }),
  });
  await worker('ana', { skills: ['billing'] });
  await worker('bo', { skills: ['tax', 'law'] });
  expect(await offers(await task({ skill: 'law' }))).toEqual(['bo: pending']);
});

test('a worker has as many tasks of a channel as its capacity says', async () => {
  const { workspace, worker, task, offers } = await center();
  const ana = await worker('ana');
  const chats: string[] = [];
  for (let n = 0; n < 3; n++) chats.push(await task({}, { taskChannel: 'chat' }));
  const call = await task({}, { taskChannel: 'voice' });
  const offered = async () => (await Promise.all([...chats, call].map(offers))).map((all) => all.length);
  expect(await offered()).toEqual([1, 0, 0, 1]);
  await workspace.workers(ana).workerChannels('chat').update({ capacity: 2 });
  expect(await offered()).toEqual([1, 1, 0, 1]);
  expect(await workspace.workers(ana).workerChannels('chat').fetch()).toMatchObject({
    assignedTasks: 2,
    availableCapacityPercentage: 0,
    configuredCapacity: 2,
  });
  await workspace.workers(ana).workerChannels('voice').update({ available: false });
  expect(await offers(await task({}, { taskChannel: 'voice' }))).toEqual([]);
});

test('without multitasking a worker has one task, and the activities of its queue', async () => {
  const { workspace, queue, activities, worker, task, offers, lastReservation } = await center({
    workspace: { multiTaskEnabled: false },
  });
  await workspace.taskQueues(queue.sid).update({ assignmentActivitySid: activities.Unavailable });
  const ana = await worker('ana');
  const first = await task({}, { taskChannel: 'chat' });
  const second = await task({}, { taskChannel: 'voice' });
  expect(await offers(second)).toEqual([]);
  await workspace
    .tasks(first)
    .reservations((await lastReservation(first)).sid)
    .update({ reservationStatus: 'accepted' });
  expect((await workspace.workers(ana).fetch()).activityName).toBe('Unavailable');
});

test('a task can go straight to a queue or to a worker, whose capacity then does not matter', async () => {
  const { workspace, other, worker, task, offers } = await center();
  const ana = await worker('ana');
  await worker('bo');
  const direct = async (more: object) =>
    (await workspace.tasks.create({ attributes: '{}', ...more } as { attributes: string })).sid;
  expect(await offers(await task())).toEqual(['ana: pending']);
  expect(await offers(await direct({ routingTarget: ana }))).toEqual(['ana: pending']);
  expect(await offers(await direct({ routingTarget: ana, ignoreCapacity: 'false' }))).toEqual([]);
  expect(await offers(await direct({ routingTarget: other.sid }))).toEqual(['bo: pending']);
});

test('a changed queue, task or workflow is tried again', async () => {
  const { workspace, queue, workflow, other, worker, task, offers } = await center({
    queue: { targetWorkers: 'level > 5' },
    routing: (sid) => one('1==1', { queue: sid, expression: 'worker.team == task.team' }),
  });
  await worker('ana', { level: 1, team: 'a' });
  const first = await task({ team: 'b' });
  await workspace.taskQueues(queue.sid).update({ targetWorkers: 'level > 0' });
  expect(await offers(first)).toEqual([]);
  await workspace.tasks(first).update({ attributes: '{"team":"a"}' });
  expect(await offers(first)).toEqual(['ana: pending']);
  await worker('bo', { level: 1, team: 'c' });
  const second = await task({ team: 'b' });
  const configuration = JSON.stringify({ task_routing: everybody(other.sid) });
  await workspace.workflows(workflow.sid).update({ configuration });
  expect(await offers(second)).toEqual([]);
  await workspace.workflows(workflow.sid).update({ configuration, reEvaluateTasks: 'true' });
  expect(await offers(second)).toEqual(['bo: pending']);
});

test.each([
  ['not JSON', '{', /not valid JSON/],
  ['no task_routing', '{}', /task_routing must be an object/],
  ['no filters at all', '{"task_routing":{}}', /neither filters nor default_filter/],
  [
    'a filter without a queue',
    '{"task_routing":{"filters":[{"expression":"1==1","targets":[{}]}]}}',
    /has no queue/,
  ],
  [
    'a broken expression',
    '{"task_routing":{"filters":[{"expression":"a ==","targets":[]}]}}',
    /at character 5/,
  ],
  [
    'a misspelt key',
    '{"task_routing":{"default_filter":{"queue":"WQ1","timout":1}}}',
    /does not have timout/,
  ],
  ['a queue of nobody', '{"task_routing":{"default_filter":{"queue":"WQ1"}}}', /WQ1 is no task queue/],
  ['a wrong timeout', '{"task_routing":{"default_filter":{"queue":"WQ1","timeout":"x"}}}', /whole number/],
  ['a wrong order', '{"task_routing":{"default_filter":{"queue":"WQ1","order_by":"level"}}}', /order_by/],
])('a workflow with %s is refused, and says where', async (_what, configuration, message) => {
  const { workspace } = await center();
  const refusal = await failure(workspace.workflows.create({ friendlyName: 'W', configuration }));
  expect(refusal).toMatchObject({ status: 400, code: 20001 });
  expect(refusal.message).toMatch(message);
});

test('a task queue with a broken expression is refused with the place', async () => {
  const { workspace } = await center();
  const refusal = await failure(workspace.taskQueues.create({ friendlyName: 'Q', targetWorkers: 'a HAS (' }));
  expect(refusal).toMatchObject({ status: 400, code: 20001 });
  expect(refusal.message).toMatch(/TargetWorkers: .* at character 7/);
});
