import type { Kernel } from '../../../product';
import type { Activity, Reservation, Resource, Task, TaskQueue, TaskRouterEvent, Worker } from '../entities';
import { LIMITS } from '../limits';
import { resourceUrl } from '../urls';
import type { Tables } from './tables';

/** What an event is about; `queue` and `workflow` of a task come with it. */
export interface Subject {
  type: string;
  description: string;
  resource: { type: string; sid: string };
  task?: Task;
  worker?: Worker;
  reservation?: Reservation;
  more?: Record<string, string>;
}

/**
 * Tells the world what happened: the events resource, the timeline, those who listen in the emulator, and the workspace's
 * event callback. https://www.twilio.com/docs/taskrouter/api/event/reference
 */
export class Events {
  #listeners = new Set<(event: TaskRouterEvent) => void>();

  constructor(
    private readonly kernel: Kernel,
    private readonly tables: Tables,
  ) {}

  /** Calls `listener` for every event from now on; returns what ends that. */
  subscribe(listener: (event: TaskRouterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(workspaceSid: string, subject: Subject): void {
    const { type, description, resource } = subject;
    const workspace = this.tables.workspaces.get(workspaceSid);
    if (!workspace) return;
    const fields = {
      WorkspaceName: workspace.friendlyName,
      ...(subject.task ? this.#taskFields(subject.task) : {}),
      ...(subject.worker ? this.#workerFields(subject.worker) : {}),
      ...(subject.reservation ? { ReservationSid: subject.reservation.sid } : {}),
      ...subject.more,
    };
    const event = this.tables.events.add(workspaceSid, {
      eventType: type,
      description,
      resourceType: resource.type,
      resourceSid: resource.sid,
      resourceUrl: resourceUrl(workspaceSid, resource.sid),
      fields,
    });
    this.#forgetOldest();
    this.kernel.timeline.add({
      kind: 'task',
      summary: `${type}: ${description}`,
      data: { event: event.sid, workspaceSid, resourceSid: resource.sid, ...fields },
    });
    for (const listener of this.#listeners) listener(event);
    const wanted = (workspace.eventsFilter ?? '').split(',').map((one) => one.trim());
    const isWanted = wanted.join('') === '' || wanted.includes(type);
    if (workspace.eventCallbackUrl && isWanted)
      this.kernel.webhooks.notify({
        purpose: `taskrouter event ${type}`,
        url: workspace.eventCallbackUrl,
        method: 'POST',
        params: callbackParams(this.kernel.account.sid, event),
      });
  }

  #forgetOldest(): void {
    const { events } = this.tables;
    if (events.size <= LIMITS.events * 1.1) return;
    for (const old of events.all().slice(0, -LIMITS.events)) events.remove(old.sid);
  }

  #taskFields(task: Task): Record<string, string> {
    const { channels, queues, workflows } = this.tables;
    const channel = channels.get(task.taskChannelSid);
    const queue = queues.get(task.taskQueueSid);
    const workflow = workflows.get(task.workflowSid);
    const reason = task.reason ?? '';
    return {
      TaskSid: task.sid,
      TaskAttributes: task.attributes,
      TaskAge: String(ageOf(task, this.kernel.clock.now())),
      TaskDateCreated: String(Math.floor(task.dateCreated / 1000)),
      TaskPriority: String(task.priority),
      TaskAssignmentStatus: task.status,
      ...(task.status === 'canceled' ? { TaskCanceledReason: reason } : {}),
      ...(task.status === 'completed' ? { TaskCompletedReason: reason } : {}),
      TaskVersion: String(task.version),
      TaskChannelSid: task.taskChannelSid,
      TaskChannelUniqueName: channel?.uniqueName ?? '',
      ...(queue ? queueFields(queue) : {}),
      ...(task.queueEnteredAt === null
        ? {}
        : { TaskQueueEnteredDate: String(Math.floor(task.queueEnteredAt / 1000)) }),
      ...(workflow ? { WorkflowSid: workflow.sid, WorkflowName: workflow.friendlyName } : {}),
    };
  }

  #workerFields(worker: Worker): Record<string, string> {
    return {
      WorkerSid: worker.sid,
      WorkerName: worker.friendlyName,
      WorkerAttributes: worker.attributes,
      WorkerActivitySid: worker.activitySid,
      WorkerActivityName: this.tables.activities.get(worker.activitySid)?.friendlyName ?? '',
      WorkerVersion: String(worker.version),
    };
  }
}

/** Whole seconds. */
export const ageOf = (task: Task, now: number): number =>
  Math.max(0, Math.floor((now - task.virtualStartTime) / 1000));

export const queueFields = (queue: TaskQueue): Record<string, string> => ({
  TaskQueueSid: queue.sid,
  TaskQueueName: queue.friendlyName,
  TaskQueueTargetExpression: queue.targetWorkers,
});

export const activityFields = (activity: Activity): Record<string, string> => ({
  ActivitySid: activity.sid,
  ActivityName: activity.friendlyName,
  ActivityAvailable: String(activity.available),
});

/** The event as the callback is sent it. */
function callbackParams(accountSid: string, event: TaskRouterEvent & Resource): Record<string, string> {
  return {
    EventType: event.eventType,
    Sid: event.sid,
    AccountSid: accountSid,
    WorkspaceSid: event.workspaceSid,
    EventDescription: event.description,
    ResourceType: event.resourceType,
    ResourceSid: event.resourceSid,
    Timestamp: String(Math.floor(event.dateCreated / 1000)),
    TimestampMs: String(event.dateCreated),
    ...event.fields,
  };
}
