import type { Task, TaskQueue, TaskStatus, Worker } from '../entities';
import { ageOf } from '../model/events';
import { workersIn } from '../model/matching';
import type { Room } from '../model/room';

const ACTIVE: TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping'];

export function activityStatistics(room: Room, workspaceSid: string, workers: Worker[]) {
  return room.tables.activities.list(workspaceSid).map(({ sid, friendlyName }) => ({
    sid,
    friendly_name: friendlyName,
    workers: workers.filter((worker) => worker.activitySid === sid).length,
  }));
}

/** The active tasks of a workspace that pass a test and, if asked for, are of one channel. */
export function activeTasks(
  room: Room,
  workspaceSid: string,
  taskChannel: string | undefined,
  test: (task: Task) => boolean,
): Task[] {
  const channel = room.tables.channels
    .list(workspaceSid)
    .find(({ sid, uniqueName }) => sid === taskChannel || uniqueName === taskChannel);
  return room.tables.tasks
    .list(workspaceSid)
    .filter((task) => ACTIVE.includes(task.status) && test(task))
    .filter((task) => taskChannel === undefined || task.taskChannelSid === channel?.sid);
}

/** https://www.twilio.com/docs/taskrouter/api/workflow-statistics */
export function taskFigures(room: Room, tasks: Task[]) {
  const now = room.kernel.clock.now();
  const waiting = tasks.filter(({ status }) => status === 'pending');
  const longest = waiting.reduce<Task | undefined>(
    (oldest, task) => (oldest && oldest.virtualStartTime <= task.virtualStartTime ? oldest : task),
    undefined,
  );
  const byPriority: Record<string, number> = {};
  for (const { priority } of tasks) byPriority[priority] = (byPriority[priority] ?? 0) + 1;
  return {
    longest_task_waiting_age: longest ? ageOf(longest, now) : 0,
    longest_task_waiting_sid: longest?.sid ?? null,
    tasks_by_priority: byPriority,
    tasks_by_status: Object.fromEntries(
      ACTIVE.map((status) => [status, tasks.filter((task) => task.status === status).length]),
    ),
    total_tasks: tasks.length,
  };
}

/** https://www.twilio.com/docs/taskrouter/api/taskqueue-statistics */
export function queueFigures(room: Room, queue: TaskQueue, taskChannel: string | undefined) {
  const tasks = activeTasks(room, queue.workspaceSid, taskChannel, (task) => task.taskQueueSid === queue.sid);
  const workers = workersIn(room, queue);
  const now = room.kernel.clock.now();
  const entered = tasks.filter((task) => task.status === 'pending' && task.queueEnteredAt !== null);
  const [longest] = entered.sort((a, b) => (a.queueEnteredAt ?? 0) - (b.queueEnteredAt ?? 0));
  return {
    ...taskFigures(room, tasks),
    longest_relative_task_age_in_queue: longest
      ? Math.floor((now - (longest.queueEnteredAt ?? now)) / 1000)
      : 0,
    longest_relative_task_sid_in_queue: longest?.sid ?? null,
    activity_statistics: activityStatistics(room, queue.workspaceSid, workers),
    total_eligible_workers: workers.length,
    total_available_workers: workers.filter((worker) => room.tables.isAvailable(worker)).length,
  };
}

/** Of a queue that the account does not have. */
export const NO_FIGURES = {
  longest_task_waiting_age: 0,
  longest_task_waiting_sid: null,
  tasks_by_priority: {},
  tasks_by_status: Object.fromEntries(ACTIVE.map((status) => [status, 0])),
  total_tasks: 0,
  longest_relative_task_age_in_queue: 0,
  longest_relative_task_sid_in_queue: null,
  activity_statistics: [],
  total_eligible_workers: 0,
  total_available_workers: 0,
};
