import { setTimeout as wait } from 'node:timers/promises';
import { type Local, startLocal } from '../local';
import { type Figure, figure } from './figure';
import { fillTaskRouter } from './floor';
import { activity, event, type Fields, offer, SID, tell } from './task-events';

/** How many tasks wait before the events that are measured. */
const LENGTHS = [10, 100, 1_000, 10_000];
const WORKERS = [10, 100];
/** Lives of tasks; every event is in each. */
const SAMPLES = 5;
/** Events that come alone. */
const ALONE = 3;
/** Of bodies, at most once a second and instance. */
const REFRESH_BYTES = 32 * 1024;
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
  /** Of bodies, sent and received, as they go over the wire. */
  bytes: number;
}

const sentBytes = (form: Fields | undefined) => new URLSearchParams(form).toString().length;
const readBytes = (reply: unknown) => (reply === undefined ? 0 : Buffer.byteLength(JSON.stringify(reply)));

const costOf = (some: Event[]): Cost => ({
  requests: some.length,
  bytes: some.reduce((sum, { data }) => sum + sentBytes(data?.form) + readBytes(data?.reply), 0),
});

/** What was asked of Twilio during some work, once the refresh of `queue-status` that it may have begun is over. */
async function requestsDuring(local: Local, work: () => Promise<unknown>): Promise<Event[]> {
  const { timeline } = local.emulator.kernel;
  const since = timeline.last;
  await work();
  return (timeline.since(since) as Event[]).filter(({ kind }) => kind === 'rest');
}

/** The events of a task's life, and one of a worker of its own. */
const lifeOf = (task: number): Fields[] => [
  event('task.created', task),
  ...['created', 'accepted', 'completed'].map((type) => offer(type, task)),
  activity(task, 'in-call'),
];

/**
 * What each event costs by itself. Some lives go on side by side, since one event a second waits to refresh
 * `queue-status`; requests are told apart by the task or the worker that they name.
 */
async function eventCosts(local: Local, first: number): Promise<Cost[]> {
  const numbers = Array.from({ length: SAMPLES }, (_, index) => first + index);
  const lives = numbers.map(lifeOf);
  const costs: Cost[] = [];
  for (const [step] of (lives[0] ?? []).entries()) {
    const asked = await requestsDuring(local, () =>
      Promise.all(lives.map((life) => deliver(local, life[step] ?? {}))),
    );
    const own = asked.filter((one) => !isRefresh(one)).map((one) => ({ one, text: JSON.stringify(one) }));
    let told = 0;
    for (const number of numbers) {
      const names = [SID.task(number), `order-${number}`, SID.worker(number)];
      const mine = own.filter(({ text }) => names.some((name) => text.includes(name)));
      told += mine.length;
      costs.push(costOf(mine.map(({ one }) => one)));
    }
    if (told !== own.length) throw new Error(`${own.length - told} requests belong to no event`);
  }
  return costs;
}

/** What a refresh costs, and how long TaskRouter waits for the answer to an event that comes alone. */
async function alone(local: Local, worker: number): Promise<{ refresh: Cost; ms: number }> {
  await wait(QUIET_MS);
  const fields = activity(worker, 'available');
  let ms = 0;
  const asked = await requestsDuring(local, async () => {
    const started = performance.now();
    await deliver(local, fields);
    ms = performance.now() - started;
  });
  return { refresh: costOf(asked.filter(isRefresh)), ms };
}

/** What TaskRouter's events cost, by how many tasks wait and how many work. */
export async function routing(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const figures: Figure[] = [];
    // Not a task twice: an instance would remember what a reset has made undone.
    let next = 100_000;
    for (const length of LENGTHS) {
      for (const workers of WORKERS) {
        await local.reset();
        await fill(local, length);
        const tasks = Array.from({ length }, (_, index) => index + 1);
        fillTaskRouter(local, { tasks, status: 'pending', workers });
        const costs = await eventCosts(local, next);
        next += SAMPLES;
        const quiet: Awaited<ReturnType<typeof alone>>[] = [];
        for (let sample = 0; sample < ALONE; sample += 1) quiet.push(await alone(local, next + sample));
        const refresh = (what: keyof Cost) => [Math.max(...quiet.map((one) => one.refresh[what]))];
        const at = `with ${length} waiting, ${workers} workers`;
        const most = (what: keyof Cost) => [Math.max(...costs.map((cost) => cost[what]))];
        figures.push(
          figure(`REST requests of an event, the most, ${at}`, 'requests', 3, most('requests')),
          figure(`bytes of an event, the most, ${at}`, 'bytes', 4 * KIB, most('bytes')),
          figure(`REST requests of a refresh of queue-status, ${at}`, 'requests', 7, refresh('requests')),
          figure(`bytes of a refresh of queue-status, ${at}`, 'bytes', REFRESH_BYTES, refresh('bytes')),
          figure(
            `answer to an event that comes alone, with its refresh, ${at}`,
            'ms',
            300,
            quiet.map(({ ms }) => ms),
          ),
        );
      }
    }
    return figures;
  } finally {
    await local.close();
  }
}
