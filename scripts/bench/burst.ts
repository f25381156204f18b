import { setTimeout as wait } from 'node:timers/promises';
import type { QueueStatus } from '../../src/routing/contract';
import { Client } from '../client';
import { type Local, startLocal } from '../local';
import { type Figure, figure } from './figure';
import { fillTaskRouter } from './floor';
import { activity, event, type Fields, offer, SID, tell } from './task-events';

const EVENTS = 1_000;
const QUEUES = 10;
const WORKERS = 100;
/** Twilio runs about so many functions of an account at a time. */
const AT_ONCE = 30;
/** Twilio ends a function after 10 s; ours answer before. Milliseconds. */
const OWN_DEADLINE_MS = 9_000;
const DELIVERIES = 10;
/** After the last event was answered, everything is as it should be within this time. Milliseconds. */
const SETTLED_MS = 2_000;

/** Lives of tasks over all queues and activities of all workers; of every third task the end is missing. */
function burst(): { events: Fields[]; left: number[] } {
  const events: Fields[] = [];
  const left: number[] = [];
  for (let worker = 0; worker < WORKERS; worker += 1) events.push(activity(worker, 'available'));
  for (let task = 1; events.length < EVENTS; task += 1) {
    const queue = { TaskQueueSid: SID.queue(task % QUEUES) };
    const ends = task % 3 !== 0;
    const life = [
      event('task.created', task, queue),
      ...['created', 'accepted', ...(ends ? ['completed'] : [])].map((type) => offer(type, task, queue)),
    ];
    if (events.length + life.length > EVENTS) break;
    events.push(...life);
    if (!ends) left.push(task);
  }
  return { events, left };
}

interface Delivered {
  /** Of the longest delivery. */
  ms: number;
  deliveries: number;
  lost: boolean;
}

/** As TaskRouter with our connection overrides: again after a 5xx. */
async function deliver(local: Local, fields: Fields): Promise<Delivered> {
  let ms = 0;
  for (let delivery = 1; delivery <= DELIVERIES; delivery += 1) {
    const started = performance.now();
    const status = await tell(local, fields);
    ms = Math.max(ms, performance.now() - started);
    if (status === 200) return { ms, deliveries: delivery, lost: false };
    await wait(500 * delivery);
  }
  return { ms, deliveries: DELIVERIES, lost: true };
}

interface SyncObject {
  uniqueName?: string;
  data?: unknown;
}

/** What is wrong in `queue-status`: its figures, or that it was read before the last event arrived. */
function wrongStatus({ emulator }: Local, left: number[], lastSent: number): number {
  const objects = emulator.kernel.store.collection<SyncObject>('sync.objects').values();
  const object = objects.find(({ uniqueName }) => uniqueName === 'queue-status');
  const { counts, lastUpdated = 0 } = (object?.data ?? {}) as Partial<QueueStatus>;
  const right = { assigned: left.length, waiting: 0, eligible: WORKERS };
  const wrong = Object.entries(right).filter(
    ([name, count]) => counts?.[name as keyof typeof right] !== count,
  );
  return wrong.length + (lastUpdated < lastSent ? 1 : 0);
}

/** Milliseconds until `queue-status` is right; more than the target if it never is. */
async function untilStatusIsRight(local: Local, left: number[], lastSent: number): Promise<number> {
  const started = performance.now();
  while (wrongStatus(local, left, lastSent) > 0 && performance.now() - started < 3 * SETTLED_MS)
    await wait(20);
  return performance.now() - started;
}

/** What is in the queues that should not be, and the other way round. */
async function differences(client: Client, left: number[]): Promise<number> {
  const { store } = await client.emulator<{
    store: Record<string, [string, { data: { state?: string } }][]>;
  }>('GET', '/control/snapshot');
  const items = Object.entries(store).filter(([name]) => name.startsWith('sync.items.'));
  const tasks = items.flatMap(([, entries]) => entries).filter(([key]) => key.startsWith('WT'));
  const assigned = new Set(tasks.filter(([, { data }]) => data.state === 'assigned').map(([key]) => key));
  const missing = left.filter((task) => !assigned.has(SID.task(task))).length;
  return missing + (tasks.length - (left.length - missing));
}

/** A thousand events at once, with Sync's limits on writes in force. */
export async function bursting(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const { events, left } = burst();
    // TaskRouter's books are what they will be in the end.
    fillTaskRouter(local, { tasks: left, status: 'assigned', workers: WORKERS });
    let lastSent = 0;
    const queue = [...events];
    const delivered: Delivered[] = [];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        lastSent = Date.now();
        delivered.push(await deliver(local, next));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const settled = await untilStatusIsRight(local, left, lastSent);
    const wrong = await differences(new Client(local.app.url, local.emulator.controlUrl), left);
    const name = `burst of ${events.length} events`;
    return [
      figure(`${name}: lost`, 'events', 0, [delivered.filter(({ lost }) => lost).length]),
      figure(`${name}: longest function`, 'ms', OWN_DEADLINE_MS, [
        Math.max(...delivered.map(({ ms }) => ms)),
      ]),
      figure(`${name}: tasks that are not where they belong`, 'tasks', 0, [wrong]),
      figure(`${name}: delivered again after a 503`, 'events', EVENTS, [
        delivered.filter(({ deliveries }) => deliveries > 1).length,
      ]),
      figure(`${name}: from the last answer until queue-status is right`, 'ms', SETTLED_MS, [settled]),
    ];
  } finally {
    await local.close();
  }
}
