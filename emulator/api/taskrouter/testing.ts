import { type RecordedWebhooks, sdk, testKernel } from '../testing';
import { createTaskRouter } from '.';

export const SITE = 'https://example-1234-dev.twil.io';

/** Milliseconds after which every webhook has been answered and what follows from it has happened. */
const soon = () => new Promise((resolve) => setImmediate(resolve));

type Attributes = Record<string, unknown>;

/** A contact center in memory, driven by the real SDK. `routing` makes the workflow's configuration of its queue. */
export async function center(
  options: {
    routing?: (queue: string, other: string) => Attributes;
    queue?: { targetWorkers?: string; maxReservedWorkers?: number; taskOrder?: 'FIFO' | 'LIFO' };
    workflow?: Attributes;
    workspace?: Attributes;
    seed?: number;
  } = {},
) {
  const kernel = testKernel({ seed: options.seed ?? 1 });
  const router = createTaskRouter(kernel);
  const client = sdk(kernel, [router]).taskrouter.v1;
  const made = await client.workspaces.create({
    friendlyName: 'Acme',
    eventCallbackUrl: `${SITE}/events`,
    ...options.workspace,
  });
  const workspace = client.workspaces(made.sid);
  const activities = Object.fromEntries(
    (await workspace.activities.list()).map(({ friendlyName, sid }) => [friendlyName, sid]),
  ) as Record<'Available' | 'Offline' | 'Unavailable', string>;
  const queue = await workspace.taskQueues.create({ friendlyName: 'Everybody', ...options.queue });
  const other = await workspace.taskQueues.create({ friendlyName: 'Others' });
  const routing = options.routing ?? ((sid) => ({ filters: [], default_filter: { queue: sid } }));
  const workflow = await workspace.workflows.create({
    friendlyName: 'Support',
    configuration: JSON.stringify({ task_routing: routing(queue.sid, other.sid) }),
    ...options.workflow,
  });
  const worker = async (
    friendlyName: string,
    attributes: Attributes = {},
    activity: keyof typeof activities = 'Available',
  ) =>
    (
      await workspace.workers.create({
        friendlyName,
        attributes: JSON.stringify(attributes),
        activitySid: activities[activity],
      })
    ).sid;
  const task = async (attributes: Attributes = {}, more: Attributes = {}) =>
    (
      await workspace.tasks.create({
        workflowSid: workflow.sid,
        attributes: JSON.stringify(attributes),
        ...more,
      })
    ).sid;
  const status = async (sid: string) => (await workspace.tasks(sid).fetch()).assignmentStatus;
  /** The reservations of a task, oldest first, as `worker's name: status`. */
  const offers = async (sid: string) =>
    (await workspace.tasks(sid).reservations.list()).map(
      (one) => `${one.workerName}: ${one.reservationStatus}`,
    );
  const lastReservation = async (sid: string) => {
    const last = (await workspace.tasks(sid).reservations.list()).at(-1);
    if (!last) throw new Error(`Nobody was offered ${sid}`);
    return last;
  };
  const callbacks = (webhooks: RecordedWebhooks = kernel.webhooks) =>
    webhooks.sent.filter(({ url }) => url === `${SITE}/events`).map(({ params }) => params);
  const eventTypes = () => callbacks().map(({ EventType }) => EventType);
  const assignments = () => kernel.webhooks.sent.filter(({ purpose }) => purpose.startsWith('assignment'));
  return {
    kernel,
    router,
    client,
    workspace,
    workspaceSid: made.sid,
    activities,
    queue,
    other,
    workflow,
    worker,
    task,
    status,
    offers,
    lastReservation,
    callbacks,
    eventTypes,
    assignments,
    soon,
  };
}
