import { type Deps, type Input, Problem, type Reply } from '../endpoint';
import type { WorkerView } from './contract';
import { readEvent, type Told } from './events';
import { type Followed, followTask, joinNews, type TaskNews } from './follow-task';
import {
  colleagueAsked,
  colleagueUnasked,
  offerWithdrawn,
  standInChanged,
  timerBegun,
  timerFired,
} from './hooks';
import type { RouterEvent } from './schemas';
import { joinWorker, type WorkerFacts, workerView } from './state';
import { refreshStatus } from './status';
import { storeOf } from './store';
import { settled, Together } from './together';

/** The item of a worker: what pages read, and what it is worked out from. */
export interface WorkerItem extends WorkerView {
  v: 1;
  facts: WorkerFacts;
}

/** Seconds; see the tombstones of tasks. */
const GONE_TTL = 3600;

/** An event that can't be written in time is answered before the platform ends the function, as Twilio then delivers it again. Milliseconds. */
const RESERVE_MS = 1_500;

const tasks = new Together<TaskNews, Followed>(joinNews);
const workers = new Together<WorkerFacts, void>(joinWorker);

/** Adds what an event tells of a worker to their item. Two requests, one for what is known already. */
export function followWorker(deps: Deps, worker: string, facts: WorkerFacts): Promise<void> {
  return workers.write(`${deps.config.syncServiceSid} ${worker}`, facts, async (all) => {
    await deps.live.workers<WorkerItem>().change(worker, (current) => {
      const after = joinWorker(current?.facts ?? {}, all);
      if (current !== undefined && JSON.stringify(after) === JSON.stringify(current.facts)) return undefined;
      const data: WorkerItem = { v: 1, ...workerView(after), facts: after };
      return { data, ttl: after.gone === undefined ? 0 : GONE_TTL };
    });
  });
}

const followTogether = (deps: Deps, news: TaskNews): Promise<Followed> =>
  tasks.write(`${deps.config.syncServiceSid} ${news.task} ${news.topic}`, news, (all) =>
    followTask(storeOf(deps), all),
  );

/** Fails with `timeout` when little time is left; `work` then goes on for as long as it may. */
async function inTime<T>(deps: Deps, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  await settled(over, Math.max(0, deps.deadline.remaining() - RESERVE_MS));
  if (!isOver) throw new Problem('timeout');
  return work;
}

/** What TaskRouter is told; it wants to know only that the event arrived. */
const replyTo = (followed: Followed): Reply =>
  'ignored' in followed
    ? { ignored: true, reason: followed.ignored }
    : { ignored: false, state: followed.state };

/** Runs both to their end, then fails with what failed first. */
async function both<A>(one: Promise<A>, other: Promise<unknown>): Promise<A> {
  const outcomes = await Promise.allSettled([one, other]);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  return one;
}

async function routeTask(deps: Deps, event: Extract<Told, { about: 'task' }>): Promise<Reply> {
  deps.log.note({ task: event.task });
  const { withdrawn, asked, unasked, standIn } = event;
  // Side by side: while the books are kept, a phone rings for an offer that is no more.
  const told = Promise.all([
    withdrawn === undefined ? undefined : offerWithdrawn(deps, withdrawn),
    asked === undefined ? undefined : colleagueAsked(deps, asked.transfer, event.task),
    unasked === undefined ? undefined : colleagueUnasked(deps, unasked.transfer),
    standIn === undefined ? undefined : standInChanged(deps, event.task, standIn),
  ]);
  const followed = await inTime(deps, both(followTogether(deps, event), told));
  await refreshStatus(deps);
  return replyTo(followed);
}

async function routeTimer(deps: Deps, event: Extract<Told, { about: 'timer' }>): Promise<Reply> {
  const { task, attributes, begun, ranOut } = event;
  deps.log.note({ task });
  if (begun && (await timerBegun(deps, attributes, task))) return { ignored: false };
  if (!ranOut) return { ignored: true, reason: 'The task is a timer that has not run out.' };
  if (await timerFired(deps, attributes, task)) return { ignored: false };
  return { ignored: true, reason: 'Nothing waits for a timer of this kind.' };
}

async function routeWorker(deps: Deps, event: Extract<Told, { about: 'worker' }>): Promise<Reply> {
  deps.log.note({ worker: event.worker });
  await inTime(deps, followWorker(deps, event.worker, event.facts));
  await refreshStatus(deps);
  return { ignored: false };
}

/**
 * TaskRouter tells that something has happened to a task, a reservation or a worker. Events may come late, twice and in
 * any order: what they add up to is the same.
 */
export async function routeEvent(deps: Deps, input: Input<typeof RouterEvent>): Promise<Reply> {
  const { workspaceSid = input.WorkspaceSid } = deps.config;
  if (input.WorkspaceSid !== undefined && input.WorkspaceSid !== workspaceSid)
    return { ignored: true, reason: 'The event is of another workspace than WORKSPACE_SID.' };
  const event = readEvent(input, deps.now().getTime());
  deps.log.note({ event: input.EventType });
  if (event.about === 'nothing') return { ignored: true, reason: event.reason };
  if (event.about === 'worker') return routeWorker(deps, event);
  if (event.about === 'timer') return routeTimer(deps, event);
  return routeTask(deps, event);
}
