import { createTaskRouter, type TaskRouter } from '../../api/taskrouter';
import { sdk } from '../../api/testing';
import type { WebhookAnswer, WebhookRequest } from '../../webhooks';
import type { VoiceOptions } from '../core';
import { OWNED, SITE, type TestPhone, twiml, type World, world } from '../testing';
import { type CallTasks, callTasks } from './tasks';

export const CALLER = '+14155550101';
export const OTHER_CALLER = '+14155550102';
export const WORKER = '+14155550110';

/** What the project answers to an assignment callback. */
export type Reply = (webhook: WebhookRequest) => Record<string, unknown> | undefined;

/** A contact centre with telephones: one workflow whose tasks any available worker may have. */
export async function centre(reply: Reply = () => undefined, options: VoiceOptions = {}) {
  let router: TaskRouter | undefined;
  const tasks = (): CallTasks => {
    if (!router) throw new Error('TaskRouter is not there yet');
    return callTasks(router);
  };
  const w = world({
    ...options,
    tasks: {
      create: (task) => tasks().create(task),
      waits: (sid) => tasks().waits(sid),
      cancel: (sid, reason) => tasks().cancel(sid, reason),
      offer: (sid) => tasks().offer(sid),
      hasActivity: (sid) => tasks().hasActivity(sid),
      note: (sid, attributes) => tasks().note(sid, attributes),
    },
  });
  router = createTaskRouter(w.kernel);
  router.connect(w.voice.instructions);
  const client = sdk(w.kernel, [w.voice.product, router]);
  const answerOf = w.kernel.webhooks.answer;
  w.kernel.webhooks.answer = (webhook): WebhookAnswer => {
    if (webhook.purpose.startsWith('taskrouter event')) return { status: 204, contentType: '', body: '' };
    if (!webhook.purpose.startsWith('assignment')) return answerOf(webhook);
    const json = reply(webhook);
    return { status: 200, contentType: 'application/json', body: json ? JSON.stringify(json) : '' };
  };
  const { sid: workspaceSid } = await client.taskrouter.v1.workspaces.create({
    friendlyName: 'Acme',
    eventCallbackUrl: `${SITE}/events`,
  });
  const workspace = client.taskrouter.v1.workspaces(workspaceSid);
  const activities = Object.fromEntries(
    (await workspace.activities.list()).map(({ friendlyName, sid }) => [friendlyName, sid]),
  ) as Record<'Available' | 'Offline' | 'Unavailable', string>;
  const everybody = await workspace.taskQueues.create({ friendlyName: 'Everybody' });
  const workflow = await workspace.workflows.create({
    friendlyName: 'Support',
    assignmentCallbackUrl: `${SITE}/assignment`,
    configuration: JSON.stringify({ task_routing: { default_filter: { queue: everybody.sid } } }),
  });
  const worker = async (friendlyName: string, contact: string = WORKER) =>
    (
      await workspace.workers.create({
        friendlyName,
        attributes: JSON.stringify({ contact_uri: contact }),
        activitySid: activities.Available,
      })
    ).sid;
  /** Somebody calls in and waits with this TwiML. */
  const calls = async (from: string, ...verbs: string[]): Promise<TestPhone> => {
    const [number] = await client.incomingPhoneNumbers.list();
    if (!number) throw new Error('no number');
    await client.incomingPhoneNumbers(number.sid).update({ voiceUrl: w.page('/incoming', twiml(...verbs)) });
    const phone = w.phone(from);
    phone.leg = w.voice.engine.placeCall(phone, OWNED);
    await w.pass(0.1);
    return phone;
  };
  const enqueue = (inner = '', attributes = '') =>
    `<Enqueue workflowSid="${workflow.sid}" action="/left" ${attributes}>${inner}</Enqueue>`;
  const lastTask = async () => {
    const task = (await workspace.tasks.list()).at(-1);
    if (!task) throw new Error('no task');
    return task;
  };
  /** The reservations of the newest task, oldest first. */
  const offers = async () =>
    (await workspace.tasks((await lastTask()).sid).reservations.list()).map(
      ({ workerName, reservationStatus }) => `${workerName}: ${reservationStatus}`,
    );
  const reservation = async () => {
    const task = workspace.tasks((await lastTask()).sid);
    const found = (await task.reservations.list()).at(-1);
    if (!found) throw new Error('nobody was offered it');
    return task.reservations(found.sid);
  };
  const events = () =>
    w.kernel.webhooks.sent
      .filter(({ url }) => url === `${SITE}/events`)
      .map(({ params }) => params.EventType ?? '');
  return {
    w,
    client,
    router,
    workspace,
    activities,
    workflow,
    worker,
    calls,
    enqueue,
    lastTask,
    offers,
    reservation,
    events,
  };
}

export type Centre = Awaited<ReturnType<typeof centre>>;
export type { World };
