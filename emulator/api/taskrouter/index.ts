import type { Kernel, Product } from '../../product';
import type { Task, TaskRouterEvent } from './entities';
import { invalid } from './errors';
import type { VoiceInstructions } from './instructions';
import { LIMITS } from './limits';
import { TaskRouterModel } from './model';
import { createTask } from './model/tasks';
import { activityRoutes } from './routes/activities';
import { channelRoutes } from './routes/channels';
import { eventRoutes } from './routes/events';
import { queueRoutes } from './routes/queues';
import type { Desk } from './routes/request';
import { reservationRoutes } from './routes/reservations';
import { statisticsRoutes } from './routes/statistics';
import { taskRoutes } from './routes/tasks';
import { workerChannelRoutes } from './routes/worker-channels';
import { workerRoutes } from './routes/workers';
import { workflowRoutes } from './routes/workflows';
import { workspaceRoutes } from './routes/workspaces';
import { Views } from './views';

export type { Reservation, Task, TaskRouterEvent, Worker } from './entities';
export type { VoiceInstruction, VoiceInstructions, VoiceOrder } from './instructions';

/** What `<Enqueue workflowSid>` makes a task of. https://www.twilio.com/docs/voice/twiml/enqueue#attributes-workflow-sid */
export interface Enqueued {
  workflowSid: string;
  attributes: Record<string, unknown>;
  /** `<Task priority>`. */
  priority?: number;
  /** `<Task timeout>`, seconds. */
  timeout?: number;
}

/** TaskRouter v1: its REST, and what calls need of it. */
export interface TaskRouter extends Product {
  model: TaskRouterModel;
  /** Tells TaskRouter who carries out dequeue, conference, call and redirect; without it they are refused (501). */
  connect(voice: VoiceInstructions): void;
  /** A task on the voice channel. Throws 400/20001 when there is no such workflow. */
  enqueue(call: Enqueued): Task;
  /** The caller is gone: cancels what still waits, wraps up what was assigned; nothing for a task that has ended. */
  leave(taskSid: string, reason: string): void;
  /** Calls `listener` for every event from now on; returns what ends that. */
  subscribe(listener: (event: TaskRouterEvent) => void): () => void;
}

/** Twilio TaskRouter (https://www.twilio.com/docs/taskrouter/api). */
export function createTaskRouter(kernel: Kernel): TaskRouter {
  const model = new TaskRouterModel(kernel);
  const { room } = model;
  const { tables } = room;
  const views = new Views(kernel.account, tables, () => kernel.clock.now());
  const desk: Desk = { account: kernel.account, model, room, views };
  return {
    name: 'taskrouter',
    model,
    routes: [
      ...workspaceRoutes(desk),
      ...activityRoutes(desk),
      ...channelRoutes(desk),
      ...workerRoutes(desk),
      ...workerChannelRoutes(desk),
      ...queueRoutes(desk),
      ...workflowRoutes(desk),
      ...taskRoutes(desk),
      ...reservationRoutes(desk, 'Tasks'),
      ...reservationRoutes(desk, 'Workers'),
      ...eventRoutes(desk),
      ...statisticsRoutes(desk),
    ],
    connect: (voice) => model.connect(voice),
    enqueue: ({ workflowSid, attributes, priority = 0, timeout = LIMITS.taskTimeout.usual }) => {
      const workspaceSid = tables.workflows.get(workflowSid)?.workspaceSid;
      const voice = tables.channels.list(workspaceSid ?? '').find(({ uniqueName }) => uniqueName === 'voice');
      if (workspaceSid === undefined || !voice) throw invalid(`There is no workflow ${workflowSid}`);
      return createTask(room, workspaceSid, {
        attributes: JSON.stringify(attributes),
        taskChannelSid: voice.sid,
        workflowSid,
        routingTarget: null,
        ignoreCapacity: false,
        priority,
        timeout,
        virtualStartTime: kernel.clock.now(),
      });
    },
    leave: (taskSid, reason) => {
      const status = tables.tasks.get(taskSid)?.status;
      if (status === 'pending' || status === 'reserved') model.outcomes.cancel(taskSid, reason);
      else if (status === 'assigned') model.outcomes.wrapUp(taskSid, reason);
    },
    subscribe: (listener) => room.events.subscribe(listener),
    restored: () => model.restored(),
  };
}
