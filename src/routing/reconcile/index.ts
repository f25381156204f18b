import { type Deps, type Input, Problem, type Success } from '../../endpoint';
import type { QueueItem } from '../contract';
import type { Reconcile } from '../schemas';
import { waitingQueues, writeStatus } from '../status';
import { correct, correctEnded, inWords, sameItem } from './correct';
import { Run } from './run';
import { reconcileTopics } from './topics';
import { itemOf, truthNow } from './truth';
import { reconcileWorkers } from './workers';

/** Told one by one. */
const TOLD = 50;
/** Items a request. */
const PAGE = 100;

/** Compares a queue's items with its tasks, from an item on. Resolves with the item to go on with when time is up. */
async function reconcileQueue(run: Run, queue: string, from: string): Promise<string | undefined> {
  const { deps, workspace } = run;
  const stamp = run.stamp();
  const tasks = await run.tasksIn(queue);
  const map = deps.live.queue<QueueItem>(queue);
  for (let at = from; ; ) {
    const items = await map.list({ limit: PAGE, from: at });
    const next = items.length === PAGE ? `${items.at(-1)?.key}0` : undefined;
    const byTask = new Map(items.map(({ key, data }) => [key, data]));
    const here = tasks.filter(({ task }) => task >= at && (next === undefined || task < next));
    for await (const truth of run.truthsOf(here)) {
      if (!run.inTime) return truth.task;
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
      if (!run.inTime) return task;
      await reconcileLeftover(run, queue, task, item);
    }
    if (next === undefined) return undefined;
    at = next;
  }
}

async function reconcileLeftover(run: Run, queue: string, task: string, item: QueueItem): Promise<void> {
  const { deps, workspace } = run;
  const stamp = run.stamp();
  run.checked += 1;
  const truth = await truthNow(deps, workspace, task);
  if (truth?.queue === queue && sameItem(item, itemOf(truth))) return;
  if (truth !== undefined) await correct(deps, workspace, truth, stamp);
  else await correctEnded(deps, item.topic, task, stamp);
  // Its topic may know nothing of it.
  if (truth?.queue !== queue) await deps.live.queue(queue).remove(task);
  run.corrected.push({ task, was: inWords(item), is: truth === undefined ? 'over' : inWords(itemOf(truth)) });
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
  const run = new Run(deps, workspace);
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

/** Queue by queue, then the workers, then the topics; resolves with where to go on when time is up. */
async function walk(run: Run, cursor: string): Promise<string | undefined> {
  const queues = await waitingQueues(run.deps, run.workspace);
  const steps = [
    ...queues.map((queue) => (from: string) => reconcileQueue(run, queue, from)),
    (from: string) => reconcileWorkers(run, from),
    (from: string) => reconcileTopics(run, queues, from),
  ];
  const at = Number(cursor.split('.', 1)[0]);
  let from = cursor.slice(cursor.indexOf('.') + 1);
  for (const [index, step] of steps.entries()) {
    if (index < at) continue;
    if (!run.inTime) return `${index}.${from}`;
    const rest = await step(from);
    if (rest !== undefined) return `${index}.${rest}`;
    from = '';
  }
  return undefined;
}
