import type { Activity, TaskChannel, Worker, Workspace } from '../entities';
import { activityFields } from './events';
import type { Room } from './room';
import { removeTask } from './task-changes';

/** What a new workspace has. https://www.twilio.com/docs/taskrouter/api/activity, …/api/task-channel */
const ACTIVITIES = [
  { friendlyName: 'Offline', available: false },
  { friendlyName: 'Available', available: true },
  { friendlyName: 'Unavailable', available: false },
];
const CHANNELS = [
  { friendlyName: 'Default', uniqueName: 'default' },
  { friendlyName: 'Programmable Chat', uniqueName: 'chat' },
  { friendlyName: 'SMS', uniqueName: 'sms' },
  { friendlyName: 'Video', uniqueName: 'video' },
  { friendlyName: 'Voice', uniqueName: 'voice' },
];

/** With the template FIFO it also has one queue for everybody and a workflow that leads there. */
export function createWorkspace(
  room: Room,
  settings: Partial<Workspace> & { friendlyName: string },
  template: 'NONE' | 'FIFO' = 'NONE',
): Workspace {
  const { tables, events } = room;
  const { sid } = tables.workspaces.add(undefined, {
    eventCallbackUrl: null,
    eventsFilter: null,
    multiTaskEnabled: true,
    prioritizeQueueOrder: 'FIFO',
    defaultActivitySid: '',
    timeoutActivitySid: '',
    ...settings,
  });
  const [offline] = ACTIVITIES.map((activity) => tables.activities.add(sid, activity));
  for (const channel of CHANNELS)
    tables.channels.add(sid, { ...channel, channelOptimizedRouting: channel.uniqueName !== 'voice' });
  if (template === 'FIFO') addFifo(room, sid);
  const workspace = tables.workspaces.note(sid, {
    defaultActivitySid: offline?.sid ?? '',
    timeoutActivitySid: offline?.sid ?? '',
  });
  events.emit(sid, {
    type: 'workspace.created',
    description: `Workspace ${workspace.friendlyName} created`,
    resource: { type: 'workspace', sid },
  });
  return workspace;
}

function addFifo({ tables }: Room, workspaceSid: string): void {
  const queue = tables.queues.add(workspaceSid, {
    friendlyName: 'Sample Queue',
    targetWorkers: '1==1',
    maxReservedWorkers: 1,
    taskOrder: 'FIFO',
    reservationActivitySid: null,
    assignmentActivitySid: null,
  });
  tables.workflows.add(workspaceSid, {
    friendlyName: 'Default Fifo Workflow',
    configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: queue.sid } } }),
    assignmentCallbackUrl: null,
    fallbackAssignmentCallbackUrl: null,
    taskReservationTimeout: 120,
  });
}

/** With everything that is in it. */
export function removeWorkspace(room: Room, { sid, friendlyName }: Workspace): void {
  const { tables, events } = room;
  events.emit(sid, {
    type: 'workspace.deleted',
    description: `Workspace ${friendlyName} deleted`,
    resource: { type: 'workspace', sid },
  });
  for (const task of tables.tasks.list(sid)) removeTask(room, task.sid);
  const { activities, channels, workers, workerChannels, queues, workflows } = tables;
  for (const table of [workerChannels, workers, workflows, queues, channels, activities, tables.events])
    for (const one of table.list(sid)) table.remove(one.sid);
  tables.workspaces.remove(sid);
}

export function emitActivity(room: Room, activity: Activity, what: string): void {
  room.events.emit(activity.workspaceSid, {
    type: `activity.${what}`,
    description: `Activity ${activity.friendlyName} ${what}`,
    resource: { type: 'activity', sid: activity.sid },
    more: activityFields(activity),
  });
}

/** A worker has a channel of its own for each task channel: one task at a time, until somebody allows more. */
export function addWorkerChannel(room: Room, worker: Worker, channel: TaskChannel): void {
  const { tables } = room;
  const { sid } = tables.workerChannels.add(worker.workspaceSid, {
    workerSid: worker.sid,
    taskChannelSid: channel.sid,
    capacity: 1,
    available: true,
  });
  const { channels } = tables.workers.need(worker.sid);
  tables.workers.note(worker.sid, { channels: { ...channels, [channel.sid]: sid } });
}
