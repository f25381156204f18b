import { Client } from '../client';
import { startLocal } from '../local';
import { PEOPLE } from '../people';
import { type Figure, figure } from './figure';
import { fillTaskRouter } from './floor';
import { event, SID, tell } from './task-events';

const TASKS = 1_000;

interface Row {
  sid: string;
  uniqueName: string;
  key: string;
  taskQueueSid: string;
  attributes: string;
  dateCreated: number;
  data: Record<string, unknown>;
}

/** What it costs to find out that everything is right: a thousand tasks that wait, and what Sync shows of them. */
export async function reconciling(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const { store, timeline } = local.emulator.kernel;
    const numbers = Array.from({ length: TASKS }, (_, index) => index + 1);
    fillTaskRouter(local, { tasks: numbers, status: 'pending', workers: 0 });
    const tasks = store.collection<Row>('taskrouter.tasks');
    const { taskQueueSid: queue = '', dateCreated = 0 } = tasks.get(SID.task(1)) ?? {};
    await tell(local, event('task.created', 1, { TaskQueueSid: queue }));
    // The others as their events would have left them; a thousand of these take a minute.
    const objects = store.collection<Row>('sync.objects');
    const named = (name: string) => objects.values().find(({ uniqueName }) => uniqueName === name);
    const topic = named('topic.order-1');
    const items = store.collection<Row>(`sync.items.${named(`queue.${queue}`)?.sid}`);
    const item = items.get(SID.task(1));
    if (topic === undefined || item === undefined) throw new Error('The first task is not shown');
    for (const number of numbers) {
      const [task, name, key] = [SID.task(number), `order-${number}`, SID.task(number)];
      const row = tasks.get(task);
      if (row !== undefined) tasks.set(task, { ...row, attributes: JSON.stringify({ topic: name }) });
      items.set(key, { ...item, key, data: { ...item.data, topic: name, since: dateCreated } });
      const sid = number === 1 ? topic.sid : `ET${task.slice(2)}`;
      objects.set(sid, { ...topic, sid, uniqueName: `topic.${name}`, data: { ...topic.data, task } });
    }
    const client = new Client(local.app.url, local.emulator.controlUrl);
    await client.signUp(PEOPLE.supervisor.email, PEOPLE.supervisor.phone);
    const since = timeline.last;
    const started = performance.now();
    const { data } = await client.must('/queue/reconcile');
    const ms = performance.now() - started;
    const { correctedCount, checked } = data as { correctedCount: number; checked: number };
    const requests = timeline.since(since).filter(({ kind }) => kind === 'rest').length;
    const name = `reconciling ${checked} right tasks`;
    return [
      figure(`${name}: REST requests`, 'requests', 40, [requests]),
      figure(`${name}: wrongly corrected`, 'tasks', 0, [correctedCount]),
      figure(`${name}: the answer`, 'ms', 9_000, [ms]),
    ];
  } finally {
    await local.close();
  }
}
