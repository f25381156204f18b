import { failure } from '../testing';
import { center } from './testing';

/** One task accepted after 10 s, one canceled after 30 s, one still waiting. */
async function afternoon() {
  const all = await center();
  const { kernel, workspace, worker, task, lastReservation } = all;
  const first = await task({}, { priority: 3 });
  await kernel.clock.advance(10);
  const ana = await worker('ana');
  await worker('bo', {}, 'Offline');
  const accepted = workspace.tasks(first).reservations((await lastReservation(first)).sid);
  await accepted.update({ reservationStatus: 'accepted' });
  const second = await task();
  await kernel.clock.advance(30);
  await workspace.tasks(second).update({ assignmentStatus: 'canceled', reason: 'hangup' });
  const third = await task();
  await kernel.clock.advance(5);
  return { ...all, ana, third };
}

const REAL_TIME = {
  longest_task_waiting_age: 5,
  tasks_by_status: { pending: 1, reserved: 0, assigned: 1, wrapping: 0 },
  tasks_by_priority: { 0: 1, 3: 1 },
  total_tasks: 2,
};
const CUMULATIVE = {
  reservations_created: 1,
  reservations_accepted: 1,
  reservations_rejected: 0,
  tasks_canceled: 1,
  tasks_completed: 0,
  avg_task_acceptance_time: 10,
  wait_duration_until_canceled: { avg: 30, min: 30, max: 30, total: 30 },
};

test('workspace, workflow and queue say what is going on and what has been', async () => {
  const { workspace, workflow, queue, third } = await afternoon();
  const [flow, line] = [workspace.workflows(workflow.sid), workspace.taskQueues(queue.sid)];
  const together: Promise<{ realtime: unknown; cumulative: unknown }>[] = [
    workspace.statistics().fetch(),
    flow.statistics().fetch(),
    line.statistics().fetch(),
  ];
  for (const { realtime, cumulative } of await Promise.all(together)) {
    expect(realtime).toMatchObject({ ...REAL_TIME, longest_task_waiting_sid: third });
    expect(cumulative).toMatchObject(CUMULATIVE);
  }
  const past = { reservationsAccepted: 1, tasksCanceled: 1, avgTaskAcceptanceTime: 10 };
  expect(await workspace.cumulativeStatistics().fetch()).toMatchObject(past);
  expect(await flow.cumulativeStatistics().fetch()).toMatchObject(past);
  expect(await line.cumulativeStatistics().fetch()).toMatchObject(past);
  expect((await workspace.realTimeStatistics().fetch()).longestTaskWaitingSid).toBe(third);
  expect((await flow.realTimeStatistics().fetch()).longestTaskWaitingSid).toBe(third);
  const now = await workspace.taskQueues(queue.sid).realTimeStatistics().fetch();
  expect(now).toMatchObject({
    totalEligibleWorkers: 2,
    totalAvailableWorkers: 1,
    longestRelativeTaskAgeInQueue: 5,
  });
});

test('waits are split where asked, and only the time asked for counts', async () => {
  const { workspace, queue } = await afternoon();
  const figures = await workspace
    .taskQueues(queue.sid)
    .cumulativeStatistics()
    .fetch({ splitByWaitTime: '5,20' });
  expect(figures.splitByWaitTime).toEqual({
    5: {
      above: { tasks_canceled: 1, reservations_accepted: 1 },
      below: { tasks_canceled: 0, reservations_accepted: 0 },
    },
    20: {
      above: { tasks_canceled: 1, reservations_accepted: 0 },
      below: { tasks_canceled: 0, reservations_accepted: 1 },
    },
  });
  const before = { startDate: new Date('2020-01-01'), endDate: new Date('2020-01-02') };
  expect(await workspace.cumulativeStatistics().fetch(before)).toMatchObject({
    tasksCanceled: 0,
    tasksCreated: 0,
  });
  const none = workspace.cumulativeStatistics().fetch({ minutes: 0 });
  expect(await failure(none)).toMatchObject({ status: 400, code: 20001 });
});

test('workers are counted by activity, with the time they spent in it', async () => {
  const { kernel, workspace, ana, activities } = await afternoon();
  await workspace.workers(ana).update({ activitySid: activities.Unavailable });
  await kernel.clock.advance(7);
  const now = await workspace.workers.realTimeStatistics().fetch();
  expect(now).toMatchObject({ totalWorkers: 2 });
  expect(now.activityStatistics).toEqual([
    { sid: activities.Offline, friendly_name: 'Offline', workers: 1 },
    { sid: activities.Available, friendly_name: 'Available', workers: 0 },
    { sid: activities.Unavailable, friendly_name: 'Unavailable', workers: 1 },
  ]);
  const { cumulative } = await workspace.workers(ana).statistics().fetch();
  expect(cumulative).toMatchObject({ reservations_accepted: 1 });
  expect(cumulative.activity_durations).toMatchObject([
    { friendly_name: 'Offline', total: 0 },
    { friendly_name: 'Available', total: 35 },
    { friendly_name: 'Unavailable', total: 7 },
  ]);
});

test('queues are told all together', async () => {
  const { workspace, queue, other } = await afternoon();
  const list = await workspace.taskQueues.statistics.list();
  expect(list.map(({ taskQueueSid }) => taskQueueSid)).toEqual([queue.sid, other.sid]);
  const bulk = await workspace.taskQueues.bulkRealTimeStatistics.create({
    queueSids: [queue.sid, other.sid, `WQ${'0'.repeat(32)}`],
  });
  expect(bulk.taskQueueResponseCount).toBe(3);
  expect(bulk.taskQueueData).toMatchObject([
    { task_queue_sid: queue.sid, total_tasks: 2 },
    { total_tasks: 0 },
    { total_tasks: 0, total_eligible_workers: 0 },
  ]);
  for (const queueSids of [undefined, [], ['WQ1'], Array.from({ length: 51 }, () => queue.sid)])
    await expect(workspace.taskQueues.bulkRealTimeStatistics.create({ queueSids })).rejects.toMatchObject({
      status: 400,
    });
});
