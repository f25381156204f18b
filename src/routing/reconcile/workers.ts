import { aboutWorker, readAttributes } from '../../workers';
import type { WorkerItem } from '../router';
import { joinWorker, type Stamp, type WorkerFacts, workerView } from '../state';
import type { Run } from './run';

/** Items a request. */
const PAGE = 100;
/** As many as TaskRouter gives in one request. */
const MOST = 1_000;
/** Seconds; see the tombstones of tasks. */
const GONE_TTL = 3_600;

/** The part of the SDK's worker that counts here. */
interface WorkerInstance {
  sid: string;
  friendlyName: string;
  activityName: string;
  attributes: string;
  dateStatusChanged: Date;
}

/** What TaskRouter tells of a worker, as facts of the moment `stamp`; in the activity since TaskRouter says, if that is news. */
function factsOf(worker: WorkerInstance, known: WorkerFacts, stamp: Stamp): WorkerFacts {
  const { friendlyName, activityName, attributes, dateStatusChanged } = worker;
  const changed = dateStatusChanged.getTime();
  const at = changed > (known.activity?.[0] ?? 0) ? changed : stamp[0];
  return {
    name: [...stamp, friendlyName],
    ...(known.activity?.[2] === activityName ? {} : { activity: [at, stamp[1], activityName] }),
    about: [...stamp, aboutWorker(readAttributes(attributes))],
  };
}

/** What pages see, without since when: TaskRouter tells that to the second. */
const seen = (item: object): string => {
  const { since: _since, facts: _facts, v: _v, ...view } = item as Record<string, unknown>;
  return JSON.stringify(Object.entries(view).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The item that a worker should have: what was known and what TaskRouter tells; or that alone, if what was known is wrong. */
function itemOf(worker: WorkerInstance, was: WorkerItem | undefined, stamp: Stamp): WorkerItem {
  const alone = joinWorker({}, factsOf(worker, {}, stamp));
  const both = joinWorker(was?.facts ?? {}, factsOf(worker, was?.facts ?? {}, stamp));
  const newest = Math.max(...[both.name, both.activity, both.about].map((one) => one?.[0] ?? 0));
  // Later events count for more; what is no later and yet not the truth is no event's.
  const isRight = newest > stamp[0] || seen(workerView(both)) === seen(workerView(alone));
  const facts = isRight && both.gone === undefined ? both : alone;
  return { v: 1, ...workerView(facts), facts };
}

async function correctWorker(run: Run, worker: WorkerInstance, was: WorkerItem | undefined): Promise<void> {
  const stamp = run.stamp();
  if (was !== undefined && seen(was) === seen(itemOf(worker, was, stamp))) return;
  const { changed, current } = await run.deps.live.workers<WorkerItem>().change(worker.sid, (now) => {
    const item = itemOf(worker, now, stamp);
    return now !== undefined && seen(now) === seen(item) ? undefined : { data: item, ttl: 0 };
  });
  if (!changed) return;
  run.corrected.push({
    task: worker.sid,
    was: was === undefined ? 'missing' : was.gone ? 'gone' : (was.activity ?? 'there'),
    is: current?.data.activity ?? worker.activityName,
  });
}

async function allItems(run: Run): Promise<Map<string, WorkerItem>> {
  const items = new Map<string, WorkerItem>();
  for (let from: string | undefined; ; ) {
    const page = await run.deps.live.workers<WorkerItem>().list({ limit: PAGE, ...(from ? { from } : {}) });
    for (const { key, data } of page) items.set(key, data);
    if (page.length < PAGE) return items;
    from = `${page.at(-1)?.key}0`;
  }
}

/**
 * Compares all workers, from one on: a request for each thousand, and one for each hundred items. Resolves with the
 * worker to go on with when time is up.
 */
export async function reconcileWorkers(run: Run, start: string): Promise<string | undefined> {
  const { deps, workspace } = run;
  // The items first: who is deleted meanwhile is found to be no more.
  const items = await allItems(run);
  const told = await deps.twilio().taskrouter.v1.workspaces(workspace).workers.list({ pageSize: MOST });
  const workers = (told as WorkerInstance[]).sort((a, b) => (a.sid < b.sid ? -1 : 1));
  const known = new Set(workers.map(({ sid }) => sid));
  for (const worker of workers) {
    if (worker.sid < start) continue;
    if (!run.inTime) return worker.sid;
    run.checked += 1;
    await correctWorker(run, worker, items.get(worker.sid));
  }
  for (const [worker, was] of items) {
    if (was.gone || known.has(worker)) continue;
    if (!run.inTime) return 'z';
    const gone = run.stamp();
    await deps.live.workers<WorkerItem>().change(worker, (now) => {
      if (now === undefined || now.gone) return undefined;
      const facts = joinWorker(now.facts ?? {}, { gone });
      return { data: { v: 1, ...workerView(facts), facts }, ttl: GONE_TTL };
    });
    run.corrected.push({ task: worker, was: was.activity ?? 'there', is: 'gone' });
  }
  return undefined;
}
