import type { Core } from '../core';
import type { QueueRecord } from '../model';
import type { QueuedCall } from './queued-call';

/** https://www.twilio.com/docs/voice/api/queue-resource (MaxSize) */
export const QUEUE_SIZE = { usual: 1000, most: 5000 } as const;
/** Characters. https://www.twilio.com/docs/voice/twiml/enqueue */
export const LONGEST_QUEUE_NAME = 64;

/** The queue of this name. */
export const queueNamed = (core: Core, friendlyName: string): QueueRecord | undefined =>
  core.queues.find((queue) => queue.friendlyName === friendlyName);

/** Makes a queue. */
export function openQueue(core: Core, friendlyName: string, maxSize: number = QUEUE_SIZE.usual): QueueRecord {
  const now = core.kernel.clock.now();
  const record: QueueRecord = {
    sid: core.kernel.ids.sid('QU'),
    friendlyName,
    maxSize,
    dateCreated: now,
    dateUpdated: now,
  };
  return core.queues.set(record.sid, record);
}

/** Who waits in a queue, first come first. */
export const membersOf = (core: Core, queueSid: string): QueuedCall[] =>
  [...core.queued.values()].filter(({ record }) => record.queueSid === queueSid);

/** How long those who wait have waited on average, in whole seconds. */
export function averageWait(core: Core, queueSid: string): number {
  const members = membersOf(core, queueSid);
  const total = members.reduce((sum, { seconds }) => sum + seconds, 0);
  return members.length === 0 ? 0 : Math.round(total / members.length);
}
