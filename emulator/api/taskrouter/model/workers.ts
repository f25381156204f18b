import type { Worker } from '../entities';
import type { Room } from './room';

/** Puts a worker into another activity and says so; nothing happens when it is in that one already. */
export function moveWorker(room: Room, workerSid: string, activitySid: string | null | undefined): void {
  const { tables, kernel } = room;
  const before = tables.workers.get(workerSid);
  const activity = tables.activities.get(activitySid);
  if (!before || !activity || before.activitySid === activity.sid) return;
  const previous = tables.activities.need(before.activitySid);
  const now = kernel.clock.now();
  const worker = tables.workers.change(workerSid, {
    activitySid: activity.sid,
    dateStatusChanged: now,
    ...(activity.available && !previous.available ? { idleSince: now } : {}),
  });
  const ms = now - before.dateStatusChanged;
  emitWorker(room, worker, 'worker.activity.update', `updated to ${activity.friendlyName} Activity`, {
    WorkerTimeInPreviousActivity: String(Math.floor(ms / 1000)),
    WorkerTimeInPreviousActivityMs: String(ms),
    WorkerPreviousActivitySid: previous.sid,
    WorkerPreviousActivityName: previous.friendlyName,
  });
}

export function emitWorker(
  room: Room,
  worker: Worker,
  type: string,
  what: string,
  more: Record<string, string> = {},
): void {
  room.events.emit(worker.workspaceSid, {
    type,
    description: `Worker ${worker.friendlyName} ${what}`,
    resource: { type: 'worker', sid: worker.sid },
    worker,
    more,
  });
}
