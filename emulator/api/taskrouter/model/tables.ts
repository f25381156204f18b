import type { Kernel } from '../../../product';
import type { Collection } from '../../../store';
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  TaskRouterEvent,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from '../entities';
import { Table } from './table';

/** Everything TaskRouter remembers. */
export class Tables {
  readonly workspaces: Table<Workspace>;
  readonly activities: Table<Activity>;
  readonly channels: Table<TaskChannel>;
  readonly workers: Table<Worker>;
  readonly workerChannels: Table<WorkerChannel>;
  readonly queues: Table<TaskQueue>;
  readonly workflows: Table<Workflow>;
  readonly tasks: Table<Task>;
  readonly reservations: Table<Reservation>;
  readonly events: Table<TaskRouterEvent>;
  /** Tasks that nobody has accepted yet: SID → workspace SID, so that finding them does not go through all tasks. */
  readonly waiting: Collection<string>;

  constructor(kernel: Kernel) {
    this.workspaces = new Table(kernel, 'workspaces', 'WS');
    this.activities = new Table(kernel, 'activities', 'WA');
    this.channels = new Table(kernel, 'task-channels', 'TC');
    this.workers = new Table(kernel, 'workers', 'WK');
    this.workerChannels = new Table(kernel, 'worker-channels', 'WC');
    this.queues = new Table(kernel, 'task-queues', 'WQ');
    this.workflows = new Table(kernel, 'workflows', 'WW');
    this.tasks = new Table(kernel, 'tasks', 'WT');
    this.reservations = new Table(kernel, 'reservations', 'WR');
    this.events = new Table(kernel, 'events', 'EV');
    this.waiting = kernel.store.collection('taskrouter.waiting');
  }

  /** Waiting tasks of a workspace, oldest first. */
  waitingIn(workspaceSid: string): Task[] {
    return this.waiting
      .entries()
      .filter(([, workspace]) => workspace === workspaceSid)
      .map(([sid]) => this.tasks.need(sid));
  }

  channelsOf(workerSid: string, workspaceSid: string): WorkerChannel[] {
    return this.workerChannels.list(workspaceSid).filter((channel) => channel.workerSid === workerSid);
  }

  reservationsOf(task: Task): Reservation[] {
    return task.reservations.map((sid) => this.reservations.need(sid));
  }

  isAvailable(worker: Worker): boolean {
    return this.activities.need(worker.activitySid).available;
  }
}
