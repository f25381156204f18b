import { type Deps, type Input, Problem, type Success } from '../../endpoint';
import type { QueueItem, WorkerView } from '../contract';
import { readEvent } from '../events';
import { followWorker } from '../router';
import type { Reconcile } from '../schemas';
import type { Stamp } from '../state';
import { waitingQueues, writeStatus } from '../status';
import { type Correction, correct, correctEnded, inWords, sameItem } from './correct';
import { itemOf, truthNow, truthsIn } from './truth';

/** Time kept free for the answer and for what is under way. Milliseconds. */
const RESERVE_MS = 2_500;
/** How far our clock may be ahead of TaskRouter's: later events always count for more than what is read here. */
const SKEW_MS = 1_000;
/** Told one by one. */
const TOLD = 50;
const PAGE = 100;

interface Run {
  deps: Deps;
  workspace: string;
  checked: number;
  corrected: Correction[];
}

const stampNow = ({ now }: Deps): Stamp => [now().getTime() - SKEW_MS, 'again'];
const inTime = ({ deps }: Run): boolean => deps.deadline.remaining() > RESERVE_MS;

/** Compares a queue's items with its tasks, from an item on. Resolves with the item to go on with when time is up. */
async function reconcileQueue(run: Run, queue: string, from: string): Promise<string | undefined> {
  const { deps, workspace } = run;
  const stamp = stampNow(deps);
  const tasks = (await truthsIn(deps, workspace, queue)).sort((a, b) => (a.task < b.task ? -1 : 1));
  const map = deps.live.queue<QueueItem>(queue);
  for (let at = from; ; ) {
    const items = await map.list({ limit: PAGE, from: at });
    const next = items.length === PAGE ? `${items.at(-1)?.key}0` : undefined;
    const byTask = new Map(items.map(({ key, data }) => [key, data]));
    for (const truth of tasks) {
      if (truth.task < at || (next !== undefined && truth.task >= next)) continue;
      if (!inTime(run)) return truth.task;
      run.checked += 1;
      const was = byTask.get(truth.task);
      byTask.delete(truth.task);
      const is = itemOf(truth);
      if (sameItem(was, is)) continue;
      await correct(deps, workspace, truth, stamp);
      run.corrected.push({ task: truth.task, was: inWords(was), is: inWords(is) });
    }
    // What is left of the items belongs to no task here; it may have moved or begun meanwhile.
    for (const [task, item] of byTask) {
      if (!inTime(run)) return task;
      await reconcileLeftover(run, queue, task, item);
    }
    if (next === undefined) return undefined;
    at = next;
  }
}

async function reconcileLeftover(run: Run, queue: string, task: string, item: QueueItem): Promise<void> {
  const { deps, workspace } = run;
  const stamp = stampNow(deps);
  run.checked += 1;
  const truth = await truthNow(deps, workspace, task);
  if (truth?.queue === queue && sameItem(item, itemOf(truth))) return;
  if (truth !== undefined) await correct(deps, workspace, truth, stamp);
  else await correctEnded(deps, item.topic, task, stamp);
  // Its topic may know nothing of it.
  if (truth?.queue !== queue) await deps.live.queue(queue).remove(task);
  run.corrected.push({ task, was: inWords(item), is: truth === undefined ? 'over' : inWords(itemOf(truth)) });
}

/** All workers at once: a request for each thousand, and one for each hundred items. */
async function reconcileWorkers(run: Run): Promise<void> {
  const { deps, workspace } = run;
  const workers = await deps.twilio().taskrouter.v1.workspaces(workspace).workers.list({ pageSize: 1_000 });
  const items = new Map<string, WorkerView>();
  for (let from: string | undefined; ; ) {
    const page = await deps.live.workers<WorkerView>().list({ limit: PAGE, ...(from ? { from } : {}) });
    for (const { key, data } of page) items.set(key, data);
    if (page.length < PAGE) break;
    from = `${page.at(-1)?.key}0`;
  }
  const say = async (EventType: string, worker: string, more: Record<string, string>) => {
    const TimestampMs = String(stampNow(deps)[0]);
    const told = readEvent({ EventType, Sid: 'again', TimestampMs, WorkerSid: worker, ...more }, 0);
    if (told.about === 'worker') await followWorker(deps, worker, told.facts);
  };
  for (const { sid, friendlyName, activityName, attributes } of workers) {
    run.checked += 1;
    const was = items.get(sid);
    items.delete(sid);
    if (was?.activity === activityName && was.name === friendlyName) continue;
    const more = {
      WorkerName: friendlyName,
      WorkerActivityName: activityName,
      WorkerAttributes: attributes,
    };
    await say('worker.activity.update', sid, more);
    run.corrected.push({ task: sid, was: was?.activity ?? 'missing', is: activityName });
  }
  for (const [worker, was] of items) {
    if (was.gone) continue;
    await say('worker.deleted', worker, {});
    run.corrected.push({ task: worker, was: was.activity ?? 'there', is: 'gone' });
  }
}

/**
 * Brings topics, queues, workers and `queue-status` into line with TaskRouter, and tells what was not. Writes only what
 * differs, and what it writes is added to what events tell, so it may run at any time and twice. With `more` it was
 * not done in time: to be called again with the cursor. Fails with `not_configured` without a workspace.
 */
export async function reconcile(deps: Deps, input: Input<typeof Reconcile>): Promise<Success> {
  const workspace = deps.config.workspaceSid;
  if (workspace === undefined)
    throw new Problem('not_configured', { problem: 'no_workspace', fix: 'Set WORKSPACE_SID.' });
  const run: Run = { deps, workspace, checked: 0, corrected: [] };
  const cursor = await walk(run, input.cursor ?? '0.');
  const status =
    cursor === undefined ? await writeStatus(deps, workspace, () => deps.now().getTime()) : undefined;
  deps.log.note({ checked: run.checked, corrected: run.corrected.length });
  return {
    message: cursor === undefined ? 'Everything is as TaskRouter has it.' : 'Call again with the cursor.',
    data: {
      checked: run.checked,
      corrected: run.corrected.slice(0, TOLD),
      correctedCount: run.corrected.length,
      more: cursor !== undefined,
      ...(cursor === undefined ? {} : { cursor }),
      ...(status === undefined ? {} : { status }),
    },
  };
}

/** Queue by queue, then the workers; resolves with where to go on when time is up. */
async function walk(run: Run, cursor: string): Promise<string | undefined> {
  const queues = await waitingQueues(run.deps, run.workspace);
  const [at = '0', start = ''] = cursor.split('.');
  for (let index = Number(at), from = start; index < queues.length; index += 1, from = '') {
    if (!inTime(run)) return `${index}.${from}`;
    const rest = await reconcileQueue(run, queues[index] ?? '', from);
    if (rest !== undefined) return `${index}.${rest}`;
  }
  if (!inTime(run)) return `${queues.length}.`;
  await reconcileWorkers(run);
  return undefined;
}
