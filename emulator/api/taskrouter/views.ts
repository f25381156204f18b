import type { Account } from '../../product';
import { iso } from '../rest';
import type {
  Activity,
  Reservation,
  Resource,
  Task,
  TaskChannel,
  TaskQueue,
  TaskRouterEvent,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from './entities';
import { ageOf } from './model/events';
import type { Tables } from './model/tables';
import { resourceUrl } from './urls';

type View = Record<string, unknown>;

const date = (time: number | null): string | null => (time === null ? null : iso(time));

/** Every resource as REST shows it. */
export class Views {
  constructor(
    private readonly account: Account,
    private readonly tables: Tables,
    private readonly now: () => number,
  ) {}

  workspace = (workspace: Workspace): View => {
    const { activities } = this.tables;
    const links = [
      'Activities',
      'Statistics',
      'RealTimeStatistics',
      'CumulativeStatistics',
      'TaskQueues',
      'Tasks',
      'Workers',
      'Workflows',
      'TaskChannels',
      'Events',
    ];
    return {
      ...this.#base(workspace, links),
      friendly_name: workspace.friendlyName,
      default_activity_sid: workspace.defaultActivitySid,
      default_activity_name: activities.get(workspace.defaultActivitySid)?.friendlyName ?? null,
      timeout_activity_sid: workspace.timeoutActivitySid,
      timeout_activity_name: activities.get(workspace.timeoutActivitySid)?.friendlyName ?? null,
      event_callback_url: workspace.eventCallbackUrl,
      events_filter: workspace.eventsFilter,
      multi_task_enabled: workspace.multiTaskEnabled,
      prioritize_queue_order: workspace.prioritizeQueueOrder,
    };
  };

  activity = (activity: Activity): View => ({
    ...this.#member(activity),
    friendly_name: activity.friendlyName,
    available: activity.available,
  });

  channel = (channel: TaskChannel): View => ({
    ...this.#member(channel),
    friendly_name: channel.friendlyName,
    unique_name: channel.uniqueName,
    channel_optimized_routing: channel.channelOptimizedRouting,
  });

  worker = (worker: Worker): View => {
    const activity = this.tables.activities.need(worker.activitySid);
    const workers = `${resourceUrl(worker.workspaceSid)}/Workers`;
    const base = this.#member(worker, ['Channels', 'Reservations']);
    return {
      ...base,
      friendly_name: worker.friendlyName,
      attributes: worker.attributes,
      activity_sid: activity.sid,
      activity_name: activity.friendlyName,
      available: activity.available,
      date_status_changed: iso(worker.dateStatusChanged),
      links: {
        ...base.links,
        activity: resourceUrl(worker.workspaceSid, activity.sid),
        worker_channels: `${workers}/${worker.sid}/Channels`,
        worker_statistics: `${workers}/${worker.sid}/Statistics`,
        statistics: `${workers}/Statistics`,
        real_time_statistics: `${workers}/RealTimeStatistics`,
        cumulative_statistics: `${workers}/CumulativeStatistics`,
      },
    };
  };

  workerChannel = (channel: WorkerChannel): View => {
    const open = Object.values(this.tables.workers.need(channel.workerSid).open);
    const assigned = open.filter((sid) => sid === channel.taskChannelSid).length;
    const left = Math.max(0, channel.capacity - assigned);
    const { links: _links, ...base } = this.#member(channel);
    return {
      ...base,
      worker_sid: channel.workerSid,
      task_channel_sid: channel.taskChannelSid,
      task_channel_unique_name: this.tables.channels.need(channel.taskChannelSid).uniqueName,
      configured_capacity: channel.capacity,
      available: channel.available,
      assigned_tasks: assigned,
      available_capacity_percentage: channel.capacity === 0 ? 0 : Math.floor((100 * left) / channel.capacity),
      url: `${resourceUrl(channel.workspaceSid, channel.workerSid)}/Channels/${channel.sid}`,
    };
  };

  queue = (queue: TaskQueue): View => {
    const { activities } = this.tables;
    const links = ['Statistics', 'RealTimeStatistics', 'CumulativeStatistics'];
    const base = this.#member(queue, links);
    const all = `${resourceUrl(queue.workspaceSid)}/TaskQueues`;
    const activity = (sid: string | null) => (sid === null ? null : resourceUrl(queue.workspaceSid, sid));
    return {
      ...base,
      friendly_name: queue.friendlyName,
      target_workers: queue.targetWorkers,
      max_reserved_workers: queue.maxReservedWorkers,
      task_order: queue.taskOrder,
      reservation_activity_sid: queue.reservationActivitySid,
      reservation_activity_name: activities.get(queue.reservationActivitySid)?.friendlyName ?? null,
      assignment_activity_sid: queue.assignmentActivitySid,
      assignment_activity_name: activities.get(queue.assignmentActivitySid)?.friendlyName ?? null,
      links: {
        ...base.links,
        assignment_activity: activity(queue.assignmentActivitySid),
        reservation_activity: activity(queue.reservationActivitySid),
        list_statistics: `${all}/Statistics`,
        bulk_real_time_statistics: `${all}/RealTimeStatistics`,
      },
    };
  };

  workflow = (workflow: Workflow): View => ({
    ...this.#member(workflow, ['Statistics', 'RealTimeStatistics', 'CumulativeStatistics']),
    friendly_name: workflow.friendlyName,
    configuration: workflow.configuration,
    document_content_type: 'application/json',
    assignment_callback_url: workflow.assignmentCallbackUrl,
    fallback_assignment_callback_url: workflow.fallbackAssignmentCallbackUrl,
    task_reservation_timeout: workflow.taskReservationTimeout,
  });

  task = (task: Task): View => {
    const { channels, queues, workflows } = this.tables;
    const base = this.#member(task, ['Reservations']);
    const link = (sid: string | null) => (sid === null ? null : resourceUrl(task.workspaceSid, sid));
    return {
      ...base,
      age: ageOf(task, this.now()),
      assignment_status: task.status,
      attributes: task.attributes,
      addons: '{}',
      priority: task.priority,
      reason: task.reason,
      timeout: task.timeout,
      task_channel_sid: task.taskChannelSid,
      task_channel_unique_name: channels.get(task.taskChannelSid)?.uniqueName ?? null,
      task_queue_sid: task.taskQueueSid,
      task_queue_friendly_name: queues.get(task.taskQueueSid)?.friendlyName ?? null,
      task_queue_entered_date: date(task.queueEnteredAt),
      workflow_sid: task.workflowSid,
      workflow_friendly_name: workflows.get(task.workflowSid)?.friendlyName ?? null,
      virtual_start_time: iso(task.virtualStartTime),
      ignore_capacity: task.ignoreCapacity,
      routing_target: task.routingTarget,
      links: { ...base.links, task_queue: link(task.taskQueueSid), workflow: link(task.workflowSid) },
    };
  };

  /** A reservation is reached through its task or through its worker; `parent` is the one that was asked. */
  reservation = (reservation: Reservation, parent: string): View => {
    const { workspaceSid, taskSid, workerSid } = reservation;
    const base = this.#member(reservation);
    return {
      ...base,
      reservation_status: reservation.status,
      task_sid: taskSid,
      worker_sid: workerSid,
      worker_name: this.tables.workers.get(workerSid)?.friendlyName ?? null,
      url: `${resourceUrl(workspaceSid, parent)}/Reservations/${reservation.sid}`,
      links: {
        ...base.links,
        task: resourceUrl(workspaceSid, taskSid),
        worker: resourceUrl(workspaceSid, workerSid),
      },
    };
  };

  event = (event: TaskRouterEvent): View => ({
    sid: event.sid,
    account_sid: this.account.sid,
    workspace_sid: event.workspaceSid,
    actor_sid: event.workspaceSid,
    actor_type: 'workspace',
    actor_url: resourceUrl(event.workspaceSid),
    description: event.description,
    event_data: Object.fromEntries(
      Object.entries(event.fields).map(([name, value]) => [snakeCase(name), value]),
    ),
    event_date: iso(event.dateCreated),
    event_date_ms: event.dateCreated,
    event_type: event.eventType,
    resource_sid: event.resourceSid,
    resource_type: event.resourceType,
    resource_url: event.resourceUrl,
    source: 'twilio',
    source_ip_address: '127.0.0.1',
    url: resourceUrl(event.workspaceSid, event.sid),
  });

  #base(resource: Resource, below: string[] = []) {
    const url = resourceUrl(resource.workspaceSid, resource.sid);
    return {
      sid: resource.sid,
      account_sid: this.account.sid,
      date_created: iso(resource.dateCreated),
      date_updated: iso(resource.dateUpdated),
      url,
      links: Object.fromEntries(below.map((name) => [snakeCase(name), `${url}/${name}`])),
    };
  }

  /** Of everything that is in a workspace. */
  #member(resource: Resource, below: string[] = []) {
    const base = this.#base(resource, below);
    const { workspaceSid } = resource;
    return {
      ...base,
      workspace_sid: workspaceSid,
      links: { ...base.links, workspace: resourceUrl(workspaceSid) },
    };
  }
}

/** `TaskQueueSid` → `task_queue_sid`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter, at: number) => (at > 0 ? '_' : '') + letter.toLowerCase());
