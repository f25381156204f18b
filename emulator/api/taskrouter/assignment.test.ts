import type { WebhookAnswer } from '../../webhooks';
import { failure } from '../testing';
import type { VoiceOrder } from './instructions';
import { center, SITE } from './testing';

const URL = `${SITE}/assign`;
const json = (body: unknown): WebhookAnswer => ({
  status: 200,
  contentType: 'application/json',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A center whose application answers every assignment so. */
async function asking(reply: (url: string) => WebhookAnswer, fallback?: string) {
  const all = await center({
    workflow: {
      assignmentCallbackUrl: URL,
      ...(fallback ? { fallbackAssignmentCallbackUrl: fallback } : {}),
    },
  });
  all.kernel.webhooks.answer = ({ url }) => reply(url);
  const ana = await all.worker('ana', { contact_uri: 'client:ana' });
  const violations = () =>
    all.kernel.timeline
      .since(0)
      .filter(({ kind }) => kind === 'violation')
      .map(({ summary }) => summary);
  return { ...all, ana, violations };
}

test('the application is asked within five seconds, with everything about task and worker', async () => {
  const { kernel, workspaceSid, workflow, queue, ana, task, assignments, lastReservation, violations } =
    await asking(() => json({}));
  const sid = await task({ topic: 'x' }, { priority: 4 });
  expect(assignments()).toMatchObject([
    {
      purpose: 'assignment',
      url: `${URL}#tt=5000&rt=5000`,
      method: 'POST',
      params: {
        Timestamp: expect.stringMatching(/^\d{10}$/),
        AccountSid: kernel.account.sid,
        WorkspaceSid: workspaceSid,
        WorkflowSid: workflow.sid,
        TaskQueueSid: queue.sid,
        WorkerSid: ana,
        WorkerAttributes: '{"contact_uri":"client:ana"}',
        TaskSid: sid,
        TaskAttributes: '{"topic":"x"}',
        TaskAge: '0',
        TaskPriority: '4',
        ReservationSid: (await lastReservation(sid)).sid,
      },
    },
  ]);
  expect(violations()).toEqual([]);
});

test('it may accept or reject at once', async () => {
  const accepting = await asking(() => json({ instruction: 'accept' }));
  const sid = await accepting.task();
  await accepting.soon();
  expect(await accepting.status(sid)).toBe('assigned');

  let away = '';
  const rejecting = await asking(() => json({ instruction: 'reject', activity_sid: away }));
  away = rejecting.activities.Unavailable;
  const other = await rejecting.task();
  await rejecting.soon();
  expect(await rejecting.offers(other)).toEqual(['ana: rejected']);
  expect((await rejecting.workspace.workers(rejecting.ana).fetch()).activityName).toBe('Unavailable');
});

test.each([
  ['is no JSON', '<Response/>', '40001'],
  ['is no object', '"accept"', '40001'],
  ['has no instruction', { instructon: 'accept' }, '40005'],
  ['has an instruction that does not exist', { instruction: 'dance' }, '55555'],
])('a reply that %s is a violation, and the offer stays', async (_what, body, code) => {
  const { task, soon, offers, violations } = await asking(() => json(body));
  const sid = await task();
  await soon();
  expect(await offers(sid)).toEqual(['ana: pending']);
  expect(violations()).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
});

test('when the application fails, the fallback is asked and told why', async () => {
  const fallback = `${SITE}/plan-b`;
  const { task, soon, status, assignments } = await asking(
    (url) =>
      url.startsWith(URL) ? { ...json(''), status: 500, errorCode: 11200 } : json({ instruction: 'accept' }),
    fallback,
  );
  const sid = await task();
  await soon();
  expect(await status(sid)).toBe('assigned');
  expect(assignments().at(-1)).toMatchObject({
    url: `${fallback}#tt=5000&rt=5000`,
    params: { TaskSid: sid, ErrorCode: '11200', ErrorUrl: URL },
  });
});

test('an answer that comes after the end of the offer does nothing', async () => {
  const { workspace, task, soon, status, violations } = await asking(() => json({ instruction: 'accept' }));
  const sid = await task();
  await workspace.tasks(sid).remove();
  await soon();
  expect(await failure(status(sid))).toMatchObject({ code: 20404 });
  expect(violations()).toEqual([]);
});

test('instructions that need a call go to what makes calls, with what can be done about them', async () => {
  const orders: VoiceOrder[] = [];
  const { router, task, soon, status, offers, ana, activities, workspace } = await asking(() =>
    json({ instruction: 'dequeue', from: '+14155550199', post_work_activity_sid: 'x' }),
  );
  router.connect({ carryOut: (order) => void orders.push(order) });
  const sid = await task();
  await soon();
  expect(await offers(sid)).toEqual(['ana: pending']);
  const [order] = orders;
  expect(order).toMatchObject({
    instruction: 'dequeue',
    parameters: { from: '+14155550199', post_work_activity_sid: 'x' },
    worker: { sid: ana },
    task: { sid },
  });
  expect(order?.isOpen()).toBe(true);
  order?.accept();
  expect(await status(sid)).toBe('assigned');
  order?.wrapUp();
  order?.moveWorker(activities.Unavailable);
  order?.complete('done');
  expect(await status(sid)).toBe('completed');
  expect((await workspace.workers(ana).fetch()).activityName).toBe('Unavailable');
});

test('by REST an instruction has the same names; without calls it is refused by name', async () => {
  const orders: VoiceOrder[] = [];
  const { router, workspace, task, lastReservation } = await asking(() => json({}));
  const sid = await task();
  const offer = workspace.tasks(sid).reservations((await lastReservation(sid)).sid);
  const call = () =>
    offer.update({ instruction: 'call', callFrom: '+14155550199', callUrl: `${SITE}/x`, callAccept: true });
  const refusal = await failure(call());
  expect(refusal).toMatchObject({ status: 501 });
  expect(refusal.message).toMatch(/instruction call .*emulator\/api\/taskrouter\//);
  router.connect({ carryOut: (order) => void orders.push(order) });
  await call();
  expect(orders).toMatchObject([
    { instruction: 'call', parameters: { from: '+14155550199', url: `${SITE}/x`, accept: 'true' } },
  ]);
});

test('without calls an instruction in a reply is a violation that says what is missing', async () => {
  const { task, soon, violations } = await asking(() => json({ instruction: 'conference' }));
  await task();
  await soon();
  expect(violations()).toEqual([expect.stringContaining('instruction conference')]);
});

test('a queued call is a voice task, which ends with its caller', async () => {
  const { router, workspace, workflow, status } = await center();
  const { sid } = router.enqueue({ workflowSid: workflow.sid, attributes: { call_sid: 'CA1' }, priority: 2 });
  expect(await workspace.tasks(sid).fetch()).toMatchObject({
    taskChannelUniqueName: 'voice',
    priority: 2,
    attributes: '{"call_sid":"CA1"}',
  });
  router.leave(sid, 'hangup');
  router.leave(sid, 'hangup');
  expect(await status(sid)).toBe('canceled');
  expect(() => router.enqueue({ workflowSid: 'WW1', attributes: {} })).toThrow(/no workflow/);
});
