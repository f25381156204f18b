import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { Local } from '../local';

/** An event as it is posted. */
export type Fields = Record<string, string>;

const sid = (kind: string, n: number): string => kind + n.toString(16).padStart(32, '0');

/** SIDs that are told apart by their number. */
export const SID = {
  task: (n: number) => sid('WT', n),
  queue: (n: number) => sid('WQ', n),
  worker: (n: number) => sid('WK', n),
};

const NINE = Date.UTC(2026, 10, 21, 9);
let sent = 0;

/** An event of the task with that number. */
export function event(EventType: string, task: number, more: Fields = {}): Fields {
  sent += 1;
  return {
    EventType,
    Sid: sid('EV', sent),
    TimestampMs: String(NINE + sent),
    TaskSid: SID.task(task),
    TaskAttributes: JSON.stringify({ topic: `order-${task}`, language: 'en', skill: 'billing' }),
    TaskPriority: '5',
    TaskQueueSid: SID.queue(1),
    ...more,
  };
}

/** An event of the one reservation of a task. */
export const offer = (type: string, task: number, more: Fields = {}): Fields =>
  event(`reservation.${type}`, task, {
    ReservationSid: sid('WR', task),
    WorkerSid: SID.worker(task % 100),
    ...more,
  });

/** A worker begins an activity. */
export const activity = (worker: number, name: string): Fields => ({
  ...event('worker.activity.update', 0),
  WorkerSid: SID.worker(worker),
  WorkerName: `worker ${worker}`,
  WorkerActivityName: name,
});

/** Delivers an event as TaskRouter does; tells the status of the answer. */
export async function tell(local: Local, fields: Fields): Promise<number> {
  const url = `${local.app.url}/general/router`;
  const signature = getExpectedTwilioSignature(local.emulator.kernel.account.authToken, url, fields);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(fields),
  });
  await response.arrayBuffer();
  return response.status;
}
