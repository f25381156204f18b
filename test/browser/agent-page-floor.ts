import { ask } from '../harness/ask';
import { SID, taskEvent, tell } from '../harness/routing';
import type { World } from '../harness/world';

let events = 50_000;

/** A floor as TaskRouter's events tell of it. */
export class FloorStory {
  /** SIDs of the queues that customers wait in. */
  queues: string[] = [];

  constructor(private readonly world: World) {}

  /** Finds out which queues there are, as a supervisor may. */
  async open(email: string, phone: string): Promise<this> {
    const client = await this.world.signedUp(email, phone);
    const reply = await ask(this.world, '/task/get-sync-grant', { json: { token: client.accessToken } });
    const { maps } = reply.body.data as unknown as { maps: string[] };
    this.queues = maps.filter((name) => name.startsWith('queue.')).map((name) => name.slice('queue.'.length));
    return this;
  }

  /** A customer begins to wait. `ago`: seconds. */
  async waits(task: number, ago: number, queue = 0, priority = 0): Promise<void> {
    const at = Math.floor(Date.now() / 1000) - ago;
    await tell(
      this.world,
      taskEvent('task.created', task, at, {
        TaskQueueSid: this.queues[queue] ?? SID.queue(1),
        TaskPriority: String(priority),
        TaskDateCreated: String(at),
      }),
    );
  }

  /** Something else happens to the task now. */
  async happens(type: string, task: number, queue = 0): Promise<void> {
    const reserved = type.startsWith('reservation.');
    await tell(
      this.world,
      taskEvent(type, task, Math.floor(Date.now() / 1000), {
        TaskQueueSid: this.queues[queue] ?? SID.queue(1),
        ...(reserved ? { ReservationSid: SID.reservation(task), WorkerSid: SID.worker(1) } : {}),
      }),
    );
  }

  /** Somebody is in an activity. `ago`: seconds. */
  async isIn(worker: number, name: string, activity: string, ago: number, reason?: string): Promise<void> {
    events += 1;
    const at = Math.floor(Date.now() / 1000) - ago;
    await tell(this.world, {
      EventType: 'worker.activity.update',
      Sid: SID.event(events),
      Timestamp: String(at),
      TimestampMs: String(at * 1000),
      WorkerSid: SID.worker(worker),
      WorkerName: name,
      WorkerActivityName: activity,
      WorkerAttributes: JSON.stringify({
        email: name,
        ...(reason === undefined ? {} : { chosen: activity, reason }),
      }),
    });
  }
}
