import { center } from './testing';

/**
 * A task cannot be moved by REST: Twilio's transfers belong to its Flex and its browser SDK. What TaskRouter's own guide
 * does instead: a new task for whoever is to have the work, then the end of the first.
 * https://www.twilio.com/docs/taskrouter/contact-center-blueprint/call-control-concepts
 */

test('a task is handed to another worker: a new one routed to them, whatever their capacity, and the first ends', async () => {
  const { workspace, worker, task, offers, lastReservation, status } = await center();
  await worker('ana');
  const first = await task({ call_sid: 'CA1', topic: 'x' });
  const own = await lastReservation(first);
  await workspace.tasks(first).reservations(own.sid).update({ reservationStatus: 'accepted' });
  const ben = await worker('ben', {}, 'Unavailable');

  const { attributes, priority } = await workspace.tasks(first).fetch();
  const second = await workspace.tasks.create({
    routingTarget: ben,
    attributes: JSON.stringify({ ...JSON.parse(attributes), transferred_from: first }),
    priority,
  });
  expect(second).toMatchObject({ routingTarget: ben, workflowSid: null });
  expect(await offers(second.sid)).toEqual(['ben: pending']);
  await workspace.tasks(first).update({ assignmentStatus: 'completed', reason: 'transferred' });
  const taken = await lastReservation(second.sid);
  await workspace.tasks(second.sid).reservations(taken.sid).update({ reservationStatus: 'accepted' });
  expect(await status(first)).toBe('completed');
  expect(await status(second.sid)).toBe('assigned');
});

test('a task is handed to another queue: a new one routed there waits for a worker of that queue', async () => {
  const { workspace, worker, task, offers, other, lastReservation } = await center();
  await worker('ana');
  const first = await task();
  const own = await lastReservation(first);
  await workspace.tasks(first).reservations(own.sid).update({ reservationStatus: 'accepted' });
  const second = await workspace.tasks.create({ routingTarget: other.sid, attributes: '{}' });
  expect(second.taskQueueSid).toBe(other.sid);
  await worker('ben');
  expect(await offers(second.sid)).toEqual(['ben: pending']);
});

test('new attributes leave a task in its queue; re-evaluating the workflow moves those that wait', async () => {
  const routing = (queue: string, other: string) => ({
    filters: [{ expression: "skill == 'sales'", targets: [{ queue }] }],
    default_filter: { queue: other },
  });
  const { workspace, task, queue, other, workflow } = await center({ routing });
  const sid = await task({ skill: 'support' });
  const queueOf = async () => (await workspace.tasks(sid).fetch()).taskQueueSid;
  expect(await queueOf()).toBe(other.sid);
  const changed = await workspace.tasks(sid).update({ attributes: JSON.stringify({ skill: 'sales' }) });
  expect(changed.taskQueueSid).toBe(other.sid);
  await workspace.workflows(workflow.sid).update({ reEvaluateTasks: 'true' });
  expect(await queueOf()).toBe(queue.sid);
});

test('new attributes count at once for the workers of the step where a task waits', async () => {
  const routing = (queue: string) => ({
    filters: [
      {
        expression: '1==1',
        targets: [{ queue, expression: 'worker.name == task.wanted' }],
      },
    ],
  });
  const { workspace, worker, task, offers } = await center({ routing });
  await worker('ana', { name: 'ana' });
  const sid = await task({ wanted: 'ben' });
  expect(await offers(sid)).toEqual([]);
  await workspace.tasks(sid).update({ attributes: JSON.stringify({ wanted: 'ana' }) });
  expect(await offers(sid)).toEqual(['ana: pending']);
});

test('an assigned task takes new attributes, and stays with its worker', async () => {
  const { workspace, worker, task, offers, lastReservation } = await center();
  await worker('ana');
  const sid = await task({ skill: 'sales' });
  const own = await lastReservation(sid);
  await workspace.tasks(sid).reservations(own.sid).update({ reservationStatus: 'accepted' });
  await worker('ben');
  await workspace.tasks(sid).update({ attributes: JSON.stringify({ skill: 'support' }), priority: 5 });
  expect(await workspace.tasks(sid).fetch()).toMatchObject({
    assignmentStatus: 'assigned',
    attributes: '{"skill":"support"}',
    priority: 5,
  });
  expect(await offers(sid)).toEqual(['ana: accepted']);
});
