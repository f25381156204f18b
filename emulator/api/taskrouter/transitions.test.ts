import { failure } from '../testing';
import { center } from './testing';

test('a task waits, is offered to a free worker, accepted, wrapped up and completed; each step is told', async () => {
  const { workspace, worker, task, status, lastReservation, eventTypes, callbacks, activities } =
    await center();
  const ana = await worker('ana', { languages: ['en'] }, 'Offline');
  const sid = await task({ caller: '+14155550101' });
  expect(await status(sid)).toBe('pending');
  const before = eventTypes().length;

  await workspace.workers(ana).update({ activitySid: activities.Available });
  expect(await status(sid)).toBe('reserved');
  const offer = await lastReservation(sid);
  await workspace.tasks(sid).reservations(offer.sid).update({ reservationStatus: 'accepted' });
  expect(await status(sid)).toBe('assigned');
  await workspace.tasks(sid).reservations(offer.sid).update({ reservationStatus: 'wrapping' });
  expect(await status(sid)).toBe('wrapping');
  await workspace.workers(ana).reservations(offer.sid).update({ reservationStatus: 'completed' });
  expect(await status(sid)).toBe('completed');

  expect(eventTypes().slice(before)).toEqual([
    'worker.activity.update',
    'reservation.created',
    'reservation.accepted',
    'reservation.wrapup',
    'task.wrapup',
    'reservation.completed',
    'task.completed',
  ]);
  expect(callbacks().at(-1)).toMatchObject({
    EventType: 'task.completed',
    TaskSid: sid,
    TaskAssignmentStatus: 'completed',
    TaskCompletedReason: 'All reservations were completed',
  });
});

test('an event holds what Twilio says it does', async () => {
  const { kernel, workspaceSid, queue, workflow, worker, task, lastReservation, callbacks } = await center();
  const ana = await worker('ana', { contact_uri: 'client:ana' });
  const sid = await task({ topic: 'x' }, { priority: 7, taskChannel: 'voice' });
  const event = callbacks().find(({ EventType }) => EventType === 'reservation.created');
  const reservation = await lastReservation(sid);
  expect(event).toEqual({
    EventType: 'reservation.created',
    Sid: expect.stringMatching(/^EV[0-9a-f]{32}$/),
    AccountSid: kernel.account.sid,
    WorkspaceSid: workspaceSid,
    WorkspaceName: 'Acme',
    EventDescription: expect.stringContaining('ana'),
    ResourceType: 'reservation',
    ResourceSid: reservation.sid,
    ReservationSid: reservation.sid,
    ReservationVersion: '0',
    Timestamp: expect.stringMatching(/^\d{10}$/),
    TimestampMs: expect.stringMatching(/^\d{13}$/),
    TaskSid: sid,
    TaskAttributes: '{"topic":"x"}',
    TaskAge: '0',
    TaskDateCreated: expect.stringMatching(/^\d{10}$/),
    TaskPriority: '7',
    TaskAssignmentStatus: 'reserved',
    TaskVersion: expect.stringMatching(/^\d+$/),
    TaskChannelSid: expect.stringMatching(/^TC/),
    TaskChannelUniqueName: 'voice',
    TaskQueueSid: queue.sid,
    TaskQueueName: 'Everybody',
    TaskQueueTargetExpression: '1==1',
    TaskQueueEnteredDate: expect.stringMatching(/^\d{10}$/),
    WorkflowSid: workflow.sid,
    WorkflowName: 'Support',
    WorkerSid: ana,
    WorkerName: 'ana',
    WorkerAttributes: '{"contact_uri":"client:ana"}',
    WorkerActivitySid: expect.stringMatching(/^WA/),
    WorkerActivityName: 'Available',
    WorkerVersion: '0',
  });
});

test('a new task is told in the order in which it goes its way', async () => {
  const { task, eventTypes } = await center();
  const before = eventTypes().length;
  await task();
  expect(eventTypes().slice(before)).toEqual([
    'task.created',
    'workflow.entered',
    'workflow.target-matched',
    'task-queue.entered',
  ]);
});

test('only the events that the filter names are sent, and all are kept', async () => {
  const { workspace, workspaceSid, client, task, eventTypes } = await center({
    workspace: { eventsFilter: 'task.created, task.canceled' },
  });
  const sid = await task();
  await client.workspaces(workspaceSid).tasks(sid).update({ assignmentStatus: 'canceled', reason: 'hangup' });
  expect(eventTypes()).toEqual(['task.created', 'task.canceled']);
  const kept = await workspace.events.list({ taskSid: sid });
  expect(kept.map(({ eventType }) => eventType)).toContain('workflow.entered');
});

test('a rejected task goes to the next worker, and the one who rejected it where they said', async () => {
  const { workspace, worker, task, offers, lastReservation, activities } = await center();
  const ana = await worker('ana');
  const sid = await task();
  await worker('bo');
  const offer = await lastReservation(sid);
  const answer = workspace.tasks(sid).reservations(offer.sid);
  await answer.update({ reservationStatus: 'rejected', workerActivitySid: activities.Unavailable });
  expect(await offers(sid)).toEqual(['ana: rejected', 'bo: pending']);
  expect((await workspace.workers(ana).fetch()).activityName).toBe('Unavailable');
});

test('a worker alone is offered again what they rejected, after a pause', async () => {
  const { kernel, workspace, worker, task, offers, lastReservation } = await center();
  await worker('ana');
  const sid = await task();
  await workspace
    .tasks(sid)
    .reservations((await lastReservation(sid)).sid)
    .update({ reservationStatus: 'rejected' });
  expect(await offers(sid)).toEqual(['ana: rejected']);
  await kernel.clock.advance(5);
  expect(await offers(sid)).toEqual(['ana: rejected', 'ana: pending']);
});

test('an offer without an answer times out and sets the worker aside', async () => {
  const { kernel, workspace, worker, task, offers, status, callbacks } = await center({
    workflow: { taskReservationTimeout: 20 },
  });
  const ana = await worker('ana');
  const sid = await task();
  await kernel.clock.advance(19);
  expect(await offers(sid)).toEqual(['ana: pending']);
  await kernel.clock.advance(1);
  expect(await offers(sid)).toEqual(['ana: timeout']);
  expect(await status(sid)).toBe('pending');
  expect(await workspace.workers(ana).fetch()).toMatchObject({ activityName: 'Offline', available: false });
  expect(callbacks().at(-1)).toMatchObject({
    EventType: 'worker.activity.update',
    WorkerPreviousActivityName: 'Available',
    WorkerTimeInPreviousActivity: '20',
    WorkerActivityName: 'Offline',
  });
});

test('of several asked at once the first to accept has the task; the others are rescinded and free', async () => {
  const { workspace, worker, task, offers, status } = await center({ queue: { maxReservedWorkers: 2 } });
  for (const name of ['ana', 'bo', 'cy']) await worker(name);
  const sid = await task();
  expect(await offers(sid)).toEqual(['ana: pending', 'bo: pending']);
  const [ana, bo] = await workspace.tasks(sid).reservations.list();
  const accept = (reservation: string) =>
    workspace.tasks(sid).reservations(reservation).update({ reservationStatus: 'accepted' });
  const outcomes = await Promise.allSettled([accept(bo?.sid ?? ''), accept(ana?.sid ?? '')]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
  expect(await offers(sid)).toEqual(['ana: rescinded', 'bo: accepted']);
  expect(await status(sid)).toBe('assigned');
  const refusal = await failure(accept(bo?.sid ?? ''));
  expect(refusal).toMatchObject({ status: 400, code: 20001 });
  expect(refusal.message).toMatch(/already in state \[accepted\] and cannot be updated to \[accepted\]/);
});

test('a canceled task takes its offer back, and the worker gets what waits', async () => {
  const { workspace, worker, task, offers, callbacks } = await center();
  await worker('ana');
  const first = await task();
  const second = await task();
  expect(await offers(second)).toEqual([]);
  await workspace.tasks(first).update({ assignmentStatus: 'canceled', reason: 'hangup' });
  expect(await offers(first)).toEqual(['ana: canceled']);
  expect(await offers(second)).toEqual(['ana: pending']);
  expect(callbacks().find(({ EventType }) => EventType === 'task.canceled')).toMatchObject({
    TaskSid: first,
    TaskCanceledReason: 'hangup',
  });
});

test('what no longer fits is refused in words, and changes nothing', async () => {
  const { workspace, worker, task, status, lastReservation } = await center();
  const sid = await task();
  const update = (assignmentStatus: 'completed' | 'canceled' | 'wrapping' | 'assigned') =>
    failure(workspace.tasks(sid).update({ assignmentStatus }));
  expect((await update('completed')).message).toMatch(/^Cannot complete task WT.*not currently assigned/);
  expect(await update('wrapping')).toMatchObject({ status: 400, code: 20001 });
  expect(await update('assigned')).toMatchObject({ status: 400, code: 20001 });
  expect(await status(sid)).toBe('pending');
  await worker('ana');
  const offer = workspace.tasks(sid).reservations((await lastReservation(sid)).sid);
  expect(await failure(offer.update({ reservationStatus: 'completed' }))).toMatchObject({ status: 400 });
  await offer.update({ reservationStatus: 'accepted' });
  expect((await update('canceled')).message).toMatch(/because it is not pending or reserved/);
  expect(await failure(offer.update({ reservationStatus: 'rejected' }))).toMatchObject({ status: 400 });
  expect(await status(sid)).toBe('assigned');
});

test('a change that names another version is refused (412), for tasks, workers and reservations', async () => {
  const { workspace, worker, task, lastReservation } = await center();
  const ana = await worker('ana');
  const sid = await task();
  const stale = { ifMatch: '"99"' };
  const offer = await lastReservation(sid);
  expect(await failure(workspace.tasks(sid).update({ ...stale, priority: 3 }))).toMatchObject({
    status: 412,
  });
  expect(await failure(workspace.workers(ana).update({ ...stale, attributes: '{}' }))).toMatchObject({
    status: 412,
  });
  const accepted = workspace
    .tasks(sid)
    .reservations(offer.sid)
    .update({ ...stale, reservationStatus: 'accepted' });
  expect(await failure(accepted)).toMatchObject({ status: 412 });
  expect((await workspace.tasks(sid).fetch()).priority).toBe(0);
  await workspace.workers(ana).update({ ifMatch: '0', attributes: '{"a":1}' });
  expect((await workspace.workers(ana).fetch()).attributes).toBe('{"a":1}');
});

test('a task that nobody accepts in its time is canceled; an ended one is forgotten after five minutes', async () => {
  const { kernel, workspace, task, status, callbacks } = await center();
  const sid = await task({}, { timeout: 60 });
  await kernel.clock.advance(60);
  expect(await status(sid)).toBe('canceled');
  expect(callbacks().at(-1)).toMatchObject({
    EventType: 'task.canceled',
    TaskCanceledReason: 'Task TTL Exceeded',
  });
  await kernel.clock.advance(300);
  expect(await failure(workspace.tasks(sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('a deleted task frees its worker', async () => {
  const { workspace, worker, task, offers, eventTypes } = await center();
  await worker('ana');
  const first = await task();
  const second = await task();
  await workspace.tasks(first).remove();
  expect(await offers(second)).toEqual(['ana: pending']);
  expect(eventTypes()).toContain('task.deleted');
});

test('after a restored snapshot the timers run on', async () => {
  const { kernel, router, worker, task, offers } = await center({ workflow: { taskReservationTimeout: 20 } });
  await worker('ana');
  const sid = await task();
  const snapshot = kernel.store.snapshot();
  kernel.clock.reset();
  kernel.store.restore(snapshot);
  router.restored?.();
  await kernel.clock.advance(20);
  expect(await offers(sid)).toEqual(['ana: timeout']);
});
