import type { Deps, Input, Reply } from '../endpoint';
import type { QueueItem, WorkerView } from './contract';
import { readEvent } from './events';
import { type Followed, followTask, type TopicDocument } from './follow-task';
import type { RouterEvent } from './schemas';
import { joinWorker, type WorkerFacts, workerView } from './state';

/** The item of a worker: what pages read, and what it is worked out from. */
interface WorkerItem extends WorkerView {
  v: 1;
  facts: WorkerFacts;
}

/** Seconds; see the tombstones of tasks. */
const GONE_TTL = 3600;
const STEP_BACK_MS = 25;

const stepBack = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.random() * STEP_BACK_MS * (attempt + 1)));

/** Adds what an event tells of a worker to their item. Two requests, one for what is known already. */
async function followWorker(deps: Deps, worker: string, facts: WorkerFacts): Promise<void> {
  await deps.live.workers<WorkerItem>().change(worker, (current) => {
    const after = joinWorker(current?.facts ?? {}, facts);
    if (current !== undefined && JSON.stringify(after) === JSON.stringify(current.facts)) return undefined;
    const data: WorkerItem = { v: 1, ...workerView(after), facts: after };
    return { data, ttl: after.gone === undefined ? 0 : GONE_TTL };
  });
}

/** What TaskRouter is told; it wants to know only that the event arrived. */
const told = (followed: Followed): Reply =>
  'ignored' in followed
    ? { ignored: true, reason: followed.ignored }
    : { ignored: false, state: followed.state };

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
  if (event.about === 'worker') {
    deps.log.note({ worker: event.worker });
    await followWorker(deps, event.worker, event.facts);
    return { ignored: false };
  }
  deps.log.note({ task: event.task });
  const { live, deadline } = deps;
  const store = {
    topic: (name: string) => live.topic<TopicDocument>(name),
    queue: (sid: string) => live.queue<QueueItem>(sid),
    deadline,
    stepBack,
  };
  return told(await followTask(store, event));
}
