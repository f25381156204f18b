import type { Local } from '../local';
import { SID } from './task-events';

type Row = Record<string, unknown> & { sid: string; workspaceSid: string; friendlyName: string };

/**
 * Puts tasks and workers into the emulated TaskRouter by its store: by its REST, each would be routed, which is not what
 * is measured here.
 */
export function fillTaskRouter(
  { emulator, settings }: Local,
  { tasks, status, workers }: { tasks: number[]; status: 'pending' | 'assigned'; workers: number },
): void {
  const { store, clock } = emulator.kernel;
  const now = clock.now();
  const workspaceSid = settings.WORKSPACE_SID ?? '';
  const named = (table: string, name: string) =>
    store
      .collection<Row>(`taskrouter.${table}`)
      .values()
      .find(({ friendlyName }) => friendlyName === name)?.sid ?? '';
  const base = { workspaceSid, dateCreated: now, dateUpdated: now, version: 0 };
  const task = {
    ...base,
    attributes: JSON.stringify({ topic: 'order', language: 'en', skill: 'sales' }),
    status,
    reason: null,
    priority: 5,
    timeout: 86_400,
    taskChannelSid: named('task-channels', 'Voice'),
    workflowSid: settings.WORKFLOW_SID,
    taskQueueSid: named('task-queues', 'Sales'),
    queueEnteredAt: now,
    virtualStartTime: now,
    routingTarget: null,
    ignoreCapacity: false,
    step: null,
    reservations: [],
    notBefore: {},
  };
  const rows = store.collection<object>('taskrouter.tasks');
  for (const number of tasks) rows.set(SID.task(number), { ...task, sid: SID.task(number) });
  const people = store.collection<object>('taskrouter.workers');
  const idle = { dateStatusChanged: now, idleSince: now, open: {}, channels: {} };
  const activitySid = named('activities', 'in-call');
  for (let worker = 0; worker < workers; worker += 1)
    people.set(SID.worker(worker), {
      ...base,
      ...idle,
      sid: SID.worker(worker),
      friendlyName: `worker${worker}@example.com`,
      attributes: '{"skills":["sales"],"languages":["en"]}',
      activitySid,
    });
}
