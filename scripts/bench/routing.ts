import { setTimeout as wait } from 'node:timers/promises';
import { Client } from '../client';
import { type Local, startLocal } from '../local';
import { type Figure, figure } from './figure';
import { fillTaskRouter } from './floor';
import { activity, event, type Fields, offer, SID, tell } from './task-events';

/** How many tasks wait before the events that are measured. */
const LENGTHS = [10, 100, 1_000, 10_000];
const WORKERS = [10, 100];
/** Lives of tasks; every event is in each. */
const SAMPLES = 5;
const KIB = 1024;
/** A second, and the time that a refresh of `queue-status` takes. */
const QUIET_MS = 1_500;

interface Event {
  id: number;
  kind: string;
  data?: { host?: string; path?: string; form?: Fields; reply?: unknown };
}

/** Requests that keep `queue-status`: of all events of a second together, one makes them. */
const isRefresh = ({ data = {} }: Event): boolean =>
  data.host === 'taskrouter.twilio.com' || (data.path?.endsWith('/Documents/queue-status') ?? false);

async function deliver(local: Local, fields: Fields): Promise<void> {
  const status = await tell(local, fields);
  if (status !== 200) throw new Error(`${fields.EventType}: ${status}`);
}

/**
 * Makes tasks wait: a few by their events, the others as they would then stand in Sync. Delivering 10,000 events within
 * Sync's limit of 20 writes a second to a map would take eight minutes.
 */
async function fill(local: Local, length: number): Promise<void> {
  const { store } = local.emulator.kernel;
  await deliver(local, event('task.created', 1));
  const objects = store.collection<{ sid: string; uniqueName: string }>('sync.objects').values();
  const map = objects.find(({ uniqueName }) => uniqueName === `queue.${SID.queue(1)}`);
  if (map === undefined) throw new Error('The first task made no map for its queue');
  const items = store.collection<{ key: string }>(`sync.items.${map.sid}`);
  const like = items.get(SID.task(1));
  if (like === undefined) throw new Error('The first task has no item');
  for (let task = 2; task <= length; task += 1) items.set(SID.task(task), { ...like, key: SID.task(task) });
}

interface Cost {
  requests: number;
  bytes: number;
}

const timeline = (client: Client, since: number) =>
  client.emulator<Event[]>('GET', `/control/timeline?since=${since}`);

/** Workers whose events are not measured. */
const LEADERS = [99, 98];

/** What one event costs by itself, and what its refresh: requests, and bytes sent and received. */
async function costOf(local: Local, client: Client, fields: Fields): Promise<{ event: Cost; refresh: Cost }> {
  const since = (await timeline(client, 0)).at(-1)?.id ?? 0;
  await deliver(local, fields);
  const rest = (await timeline(client, since)).filter(
    (one) =>
      one.kind === 'rest' && !LEADERS.some((worker) => JSON.stringify(one).includes(SID.worker(worker))),
  );
  // Bodies as they go over the wire.
  const sentBytes = (form: Fields | undefined) => new URLSearchParams(form).toString().length;
  const readBytes = (reply: unknown) => (reply === undefined ? 0 : Buffer.byteLength(JSON.stringify(reply)));
  const cost = (some: Event[]): Cost => ({
    requests: some.length,
    bytes: some.reduce((sum, { data }) => sum + sentBytes(data?.form) + readBytes(data?.reply), 0),
  });
  return {
    event: cost(rest.filter((one) => !isRefresh(one))),
    refresh: cost(rest.filter(isRefresh)),
  };
}

/** The events of a task's life, and one of a worker. */
const lifeOf = (task: number): Fields[] => [
  event('task.created', task),
  ...['created', 'accepted', 'completed'].map((type) => offer(type, task)),
  activity(task % 10, 'in-call'),
];

async function costsOf(local: Local, client: Client, first: number) {
  const costs: Cost[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    // This one waits for the second to be over and keeps the status for the others, so that they need not wait.
    const leaders = LEADERS.map((worker) => tell(local, activity(worker, 'available')));
    await wait(150);
    for (const fields of lifeOf(first + sample)) costs.push((await costOf(local, client, fields)).event);
    await Promise.all(leaders);
  }
  await wait(QUIET_MS);
  const { refresh } = await costOf(local, client, activity(97, 'available'));
  return { costs, refresh };
}

/** What TaskRouter's events cost, by how many tasks wait and how many work. */
export async function routing(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const figures: Figure[] = [];
    // Not a task twice: an instance would remember what a reset has made undone.
    let next = 100_000;
    for (const length of LENGTHS) {
      for (const workers of WORKERS) {
        await local.reset();
        await fill(local, length);
        const tasks = Array.from({ length }, (_, index) => index + 1);
        fillTaskRouter(local, { tasks, status: 'pending', workers });
        const { costs, refresh } = await costsOf(local, client, next);
        next += SAMPLES;
        const at = `with ${length} waiting, ${workers} workers`;
        const most = (what: keyof Cost) => [Math.max(...costs.map((cost) => cost[what]))];
        figures.push(
          figure(`REST requests of an event, the most, ${at}`, 'requests', 3, most('requests')),
          figure(`bytes of an event, the most, ${at}`, 'bytes', 4 * KIB, most('bytes')),
          figure(`REST requests of a refresh of queue-status, ${at}`, 'requests', 7, [refresh.requests]),
          figure(`bytes of a refresh of queue-status, ${at}`, 'bytes', 128 * KIB, [refresh.bytes]),
        );
      }
    }
    return figures;
  } finally {
    await local.close();
  }
}
