import type { Deps } from '../../endpoint';
import type { QueueStatus } from '../contract';
import {
  type ActivityFigures,
  composeStatus,
  isEligible,
  type QueueFigures,
  SHOWN,
  type Sources,
} from './compose';

/** The queue of the tasks that are timers; nobody waits in it. */
export const TIMERS_QUEUE = 'Timers';
/** The bulk statistics take so many. https://www.twilio.com/docs/taskrouter/api/taskqueue-statistics */
const MOST_QUEUES = 50;
/** How long this instance goes by the queues it has read. Milliseconds. */
const QUEUES_MS = 60_000;

const queuesOf = new Map<string, { sids: string[]; readAt: number }>();

const workspace = (deps: Deps, sid: string) => deps.twilio().taskrouter.v1.workspaces(sid);

/** The queues in which somebody may wait. One request a minute. */
export async function waitingQueues(deps: Deps, workspaceSid: string): Promise<string[]> {
  const known = queuesOf.get(workspaceSid);
  const now = deps.now().getTime();
  if (known !== undefined && now - known.readAt < QUEUES_MS) return known.sids;
  const { instances } = await workspace(deps, workspaceSid).taskQueues.page({ pageSize: MOST_QUEUES + 1 });
  const sids = instances.filter(({ friendlyName }) => friendlyName !== TIMERS_QUEUE).map(({ sid }) => sid);
  queuesOf.set(workspaceSid, { sids, readAt: now });
  return sids;
}

async function queueFigures(deps: Deps, workspaceSid: string): Promise<QueueFigures[]> {
  const sids = (await waitingQueues(deps, workspaceSid)).slice(0, MOST_QUEUES);
  if (sids.length === 0) return [];
  const told = await workspace(deps, workspaceSid).taskQueues.bulkRealTimeStatistics.create({
    queueSids: sids,
  });
  const wanted = new Set(sids);
  return ((told.taskQueueData ?? []) as QueueFigures[]).filter(({ task_queue_sid: sid }) => wanted.has(sid));
}

async function activityFigures(deps: Deps, workspaceSid: string): Promise<ActivityFigures[]> {
  const told = await workspace(deps, workspaceSid).workers.realTimeStatistics().fetch();
  return (told.activityStatistics ?? []) as ActivityFigures[];
}

async function firstWaiting(deps: Deps, workspaceSid: string): Promise<QueueStatus['pendingTasks']> {
  const { instances } = await workspace(deps, workspaceSid).tasks.page({
    assignmentStatus: ['pending', 'reserved'],
    evaluateTaskAttributes: 'timer == null',
    ordering: 'Priority:desc,DateCreated:asc',
    pageSize: SHOWN,
  });
  return instances.slice(0, SHOWN).map(({ sid, taskQueueSid, priority, dateCreated }) => ({
    task: sid,
    queue: taskQueueSid ?? '',
    priority,
    since: dateCreated.getTime(),
  }));
}

async function eligibleWorkers(
  deps: Deps,
  workspaceSid: string,
  activities: ActivityFigures[],
): Promise<QueueStatus['eligibleTellers']> {
  const at = activities.filter((activity) => isEligible(activity, deps.config.eligibleActivities));
  if (at.every(({ workers }) => workers === 0)) return [];
  // By SID: TaskRouter compares names as they are written. https://www.twilio.com/docs/taskrouter/activity-based-routing
  const sids = at.map(({ sid }) => `"${sid}"`).join(', ');
  const { instances } = await workspace(deps, workspaceSid).workers.page({
    targetWorkersExpression: `worker.activity_sid IN [${sids}]`,
    pageSize: SHOWN,
  });
  return instances.slice(0, SHOWN).map(({ sid, friendlyName, activityName }) => ({
    worker: sid,
    name: friendlyName,
    activity: activityName,
  }));
}

/**
 * How the floor is doing by TaskRouter's own books. Four requests, however long the queues are, and one more a minute;
 * Twilio's statistics may be some seconds behind. https://www.twilio.com/docs/taskrouter/api/taskqueue-statistics
 */
export async function readStatus(deps: Deps, workspaceSid: string): Promise<QueueStatus> {
  const asOf = deps.now().getTime();
  const at = activityFigures(deps, workspaceSid);
  const [queues, activities, waiting, eligible] = await Promise.all([
    queueFigures(deps, workspaceSid),
    at,
    firstWaiting(deps, workspaceSid),
    at.then((activities) => eligibleWorkers(deps, workspaceSid, activities)),
  ]);
  const { eligibleActivities } = deps.config;
  const sources: Sources = { queues, activities, waiting, eligible, eligibleActivities, asOf };
  return composeStatus(sources);
}
