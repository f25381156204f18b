import { setTimeout as wait } from 'node:timers/promises';
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
  ms: number;
  lost: boolean;
}

/** As TaskRouter with our connection overrides: again after a 5xx. */
async function deliver(local: Local, fields: Fields): Promise<Delivered> {
  let ms = 0;
  for (let delivery = 1; delivery <= DELIVERIES; delivery += 1) {
    const started = performance.now();
    const status = await tell(local, fields);
    ms = Math.max(ms, performance.now() - started);
    if (status === 200) return { ms, lost: false };
    await wait(500 * delivery);
  }
  return { ms, lost: true };
}

/** What is wrong in `queue-status`: its figures, or that it was read before the last event arrived. */
async function wrongStatus(client: Client, left: number[], lastSent: number): Promise<number> {
  const { store } = await client.emulator<{
    store: Record<string, [string, { uniqueName?: string; data?: Record<string, never> }][]>;
  }>('GET', '/control/snapshot');
  const objects = store['sync.objects'] ?? [];
  const [, object] = objects.find(([, { uniqueName }]) => uniqueName === 'queue-status') ?? [];
  const { counts, lastUpdated } = (object?.data ?? {}) as unknown as {
    counts?: Record<string, number>;
    lastUpdated?: number;
  };
  const right = { assigned: left.length, waiting: 0, eligible: WORKERS };
  const wrong = Object.entries(right).filter(([name, count]) => counts?.[name] !== count).length;
  return wrong + ((lastUpdated ?? 0) < lastSent ? 1 : 0);
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
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const wrong = await differences(client, left);
    const stale = await wrongStatus(client, left, lastSent);
    const name = `burst of ${events.length} events`;
    return [
      figure(`${name}: lost`, 'events', 0, [delivered.filter(({ lost }) => lost).length]),
      figure(`${name}: longest function`, 'ms', OWN_DEADLINE_MS, [
        Math.max(...delivered.map(({ ms }) => ms)),
      ]),
      figure(`${name}: tasks that are not where they belong`, 'tasks', 0, [wrong]),
      figure(`${name}: wrong in queue-status when the last is answered`, 'figures', 0, [stale]),
    ];
  } finally {
    await local.close();
  }
}
