/** What every resource of a workspace has. Dates are milliseconds since the epoch, here and everywhere below. */
export interface Resource {
  sid: string;
  /** A workspace's own SID in the case of a workspace. */
  workspaceSid: string;
  dateCreated: number;
  dateUpdated: number;
  /** Counts changes; it is the ETag of tasks, workers and reservations. */
  version: number;
}

export type Order = 'FIFO' | 'LIFO';

/** https://www.twilio.com/docs/taskrouter/api/workspace */
export interface Workspace extends Resource {
  friendlyName: string;
  eventCallbackUrl: string | null;
  /** Comma-separated event types; all of them when null or empty. */
  eventsFilter: string | null;
  multiTaskEnabled: boolean;
  prioritizeQueueOrder: Order;
  defaultActivitySid: string;
  timeoutActivitySid: string;
}

/** https://www.twilio.com/docs/taskrouter/api/activity */
export interface Activity extends Resource {
  friendlyName: string;
  available: boolean;
}

/** https://www.twilio.com/docs/taskrouter/api/task-channel */
export interface TaskChannel extends Resource {
  friendlyName: string;
  uniqueName: string;
  channelOptimizedRouting: boolean;
}

/** https://www.twilio.com/docs/taskrouter/api/worker */
export interface Worker extends Resource {
  friendlyName: string;
  /** JSON, as it was given. */
  attributes: string;
  activitySid: string;
  dateStatusChanged: number;
  /** Since when without a task; who has waited longest is reserved first. */
  idleSince: number;
  /** Its reservations that are pending, accepted or wrapping: reservation SID → task channel SID. */
  open: Record<string, string>;
  /** Its worker channels: task channel SID → worker channel SID. */
  channels: Record<string, string>;
}

/** How many tasks of one channel a worker may have. https://www.twilio.com/docs/taskrouter/api/worker-channel */
export interface WorkerChannel extends Resource {
  workerSid: string;
  taskChannelSid: string;
  capacity: number;
  available: boolean;
}

/** https://www.twilio.com/docs/taskrouter/api/task-queue */
export interface TaskQueue extends Resource {
  friendlyName: string;
  targetWorkers: string;
  maxReservedWorkers: number;
  taskOrder: Order;
  reservationActivitySid: string | null;
  assignmentActivitySid: string | null;
}

/** https://www.twilio.com/docs/taskrouter/api/workflow */
export interface Workflow extends Resource {
  friendlyName: string;
  /** JSON, as it was given; it has been checked. */
  configuration: string;
  assignmentCallbackUrl: string | null;
  fallbackAssignmentCallbackUrl: string | null;
  /** Seconds. */
  taskReservationTimeout: number;
}

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

/** Where a task stands in its workflow. */
export interface Step {
  /** Index of the filter; the number of filters stands for the default filter. */
  filter: number;
  target: number;
  /** When the target gives the task up; null for never. */
  deadline: number | null;
  /** A filter has timed out, so that the default filter is no longer for this task. */
  timedOut: boolean;
}

/** https://www.twilio.com/docs/taskrouter/api/task */
export interface Task extends Resource {
  /** JSON, as it was given. */
  attributes: string;
  status: TaskStatus;
  reason: string | null;
  priority: number;
  /** Seconds from its creation in which it must be assigned. */
  timeout: number;
  taskChannelSid: string;
  /** Null for a task that was routed to a queue or a worker directly. */
  workflowSid: string | null;
  taskQueueSid: string | null;
  queueEnteredAt: number | null;
  /** Age counts from here. */
  virtualStartTime: number;
  routingTarget: string | null;
  ignoreCapacity: boolean;
  step: Step | null;
  /** Its reservations, oldest first. */
  reservations: string[];
  /** Workers that let it go, and when it may be offered to them again. */
  notBefore: Record<string, number>;
}

export type ReservationStatus =
  | 'pending'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'canceled'
  | 'rescinded'
  | 'wrapping'
  | 'completed';

/** https://www.twilio.com/docs/taskrouter/api/reservations */
export interface Reservation extends Resource {
  taskSid: string;
  workerSid: string;
  taskQueueSid: string | null;
  status: ReservationStatus;
  /** When it times out. */
  deadline: number;
}

/** Statuses of a reservation that take up a worker's capacity. */
export const OPEN: ReservationStatus[] = ['pending', 'accepted', 'wrapping'];

/** Something that happened. https://www.twilio.com/docs/taskrouter/api/event */
export interface TaskRouterEvent extends Resource {
  eventType: string;
  description: string;
  resourceType: string;
  resourceSid: string;
  resourceUrl: string;
  /** The fields that its kind has, as the event callback names them. */
  fields: Record<string, string>;
}
