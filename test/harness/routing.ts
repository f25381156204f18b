import { ask, type Reply } from './ask';
import type { World } from './world';

const hex = (kind: string, n: number): string => kind + n.toString(16).padStart(32, '0');

/** SIDs of TaskRouter that are told apart by their number. */
export const SID = {
  event: (n: number) => hex('EV', n),
  task: (n: number) => hex('WT', n),
  queue: (n: number) => hex('WQ', n),
  worker: (n: number) => hex('WK', n),
  reservation: (n: number) => hex('WR', n),
};

let events = 0;

/** An event of a task as TaskRouter posts it. `at`: seconds since the epoch. */
export function taskEvent(
  type: string,
  task: number,
  at: number,
  more: Record<string, string> = {},
): Record<string, string> {
  events += 1;
  return {
    EventType: type,
    Sid: SID.event(events),
    Timestamp: String(at),
    TimestampMs: String(at * 1000),
    TaskSid: SID.task(task),
    TaskAttributes: JSON.stringify({ topic: `order ${task}` }),
    TaskPriority: '0',
    TaskQueueSid: SID.queue(1),
    ...more,
  };
}

/** As `taskEvent`, of a reservation of the task for the worker with its number. */
export const offerEvent = (type: string, task: number, at: number): Record<string, string> =>
  taskEvent(`reservation.${type}`, task, at, {
    ReservationSid: SID.reservation(task),
    WorkerSid: SID.worker(1),
  });

/** Delivers an event, signed as TaskRouter's are. */
export const tell = (world: World, event: Record<string, string>): Promise<Reply> =>
  ask(world, '/general/router', { form: event, signed: true });

/** The data of every Sync document, by name, and of every map's items, by map and key. */
export async function syncData(world: World) {
  const { store } = await world
    .client()
    .emulator<{ store: Record<string, [string, Record<string, unknown>][]> }>('GET', '/control/snapshot');
  const documents: Record<string, Record<string, unknown>> = {};
  const maps: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [, object] of store['sync.objects'] ?? []) {
    const { kind, sid, uniqueName, data } = object as Record<'kind' | 'sid' | 'uniqueName', string> & {
      data: Record<string, unknown>;
    };
    if (kind === 'document') documents[uniqueName] = data;
    const collection = Object.keys(store).find((name) => name.startsWith('sync.items') && name.includes(sid));
    const items = collection === undefined ? [] : (store[collection] ?? []);
    if (kind === 'map')
      maps[uniqueName] = Object.fromEntries(
        items.map(([key, item]) => [key, item.data as Record<string, unknown>]),
      );
  }
  return { documents, maps };
}
