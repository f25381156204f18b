import { Client } from '../client';
import { type Local, startLocal } from '../local';
import { type Figure, figure } from './figure';
import { activity, event, type Fields, offer, SID, tell } from './task-events';

/** How many tasks wait before the events that are measured. */
const LENGTHS = [10, 100, 1_000, 10_000];
const SAMPLES = 11;
const KIB = 1024;

interface Event {
  id: number;
  kind: string;
  data?: { form?: Fields; reply?: unknown };
}

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

/** What one event costs: requests, and bytes of state sent to Sync and received from it. */
async function costOf(
  local: Local,
  client: Client,
  fields: Fields,
): Promise<{ requests: number; bytes: number }> {
  const timeline = (since: number) => client.emulator<Event[]>('GET', `/control/timeline?since=${since}`);
  const since = (await timeline(0)).at(-1)?.id ?? 0;
  await deliver(local, fields);
  const rest = (await timeline(since)).filter(({ kind }) => kind === 'rest');
  // Bodies as they go over the wire.
  const sentBytes = (form: Fields | undefined) => new URLSearchParams(form).toString().length;
  const readBytes = (reply: unknown) => (reply === undefined ? 0 : Buffer.byteLength(JSON.stringify(reply)));
  const bytes = rest.reduce((sum, { data }) => sum + sentBytes(data?.form) + readBytes(data?.reply), 0);
  return { requests: rest.length, bytes };
}

/** What TaskRouter's events cost, by how many tasks wait. */
export async function routing(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const client = new Client(local.app.url, local.emulator.controlUrl);
    const figures: Figure[] = [];
    for (const length of LENGTHS) {
      await local.reset();
      await fill(local, length);
      const costs: { requests: number; bytes: number }[] = [];
      for (let sample = 1; sample <= SAMPLES; sample += 1) {
        const task = length + sample;
        const life = [
          event('task.created', task),
          ...['created', 'accepted', 'completed'].map((type) => offer(type, task)),
          activity(sample, 'in-call'),
        ];
        for (const fields of life) costs.push(await costOf(local, client, fields));
      }
      const waiting = `with ${length} waiting`;
      const most = (numbers: number[]) => [Math.max(...numbers)];
      figures.push(
        figure(
          `REST requests of an event, the most, ${waiting}`,
          'requests',
          3,
          most(costs.map(({ requests }) => requests)),
        ),
        figure(
          `bytes of an event, the most, ${waiting}`,
          'bytes',
          4 * KIB,
          most(costs.map(({ bytes }) => bytes)),
        ),
      );
    }
    return figures;
  } finally {
    await local.close();
  }
}
