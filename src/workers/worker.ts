import type { Deps } from '../endpoint';
import { Contention } from '../live-state';
import { answered } from '../twilio';
import { activitySid, sameActivity, workspaceOf } from './activities';
import { type AttributesPatch, patched, readAttributes, type WorkerAttributes } from './attributes';

/** A TaskRouter worker as it was read. */
export interface Worker {
  /** `WK…`. */
  sid: string;
  name: string;
  activity: string;
  /** Whether work is given to them. */
  available: boolean;
  /** In that activity since. */
  since: Date;
  attributes: WorkerAttributes;
  /** Changes with every change of theirs. */
  etag: string | undefined;
}

/** What is to become of a worker. */
export interface WorkerChange {
  /** The activity's name, in whatever case. */
  activity?: string;
  attributes?: AttributesPatch;
}

/** What became of a change. */
export interface WorkerChanged {
  /** False when nothing was to be changed. */
  changed: boolean;
  worker: Worker;
}

/** The part of the SDK's worker that is read. */
interface WorkerFields {
  sid: string;
  friendlyName: string;
  activityName: string;
  available: boolean;
  dateStatusChanged: Date;
  attributes: string;
}

const CHANGE_ATTEMPTS = 6;
/** Writers that collided don't try again at the same moment. Milliseconds, times the attempt. */
const STEP_BACK_MS = 25;
const stepBack = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.random() * STEP_BACK_MS * (attempt + 1)));

const etagOf = (headers: Record<string, string>): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'etag')?.[1];

/** A worker of the SDK as we see it. */
export const workerOf = (fields: WorkerFields, etag?: string): Worker => ({
  sid: fields.sid,
  name: fields.friendlyName,
  activity: fields.activityName,
  available: fields.available,
  since: fields.dateStatusChanged,
  attributes: readAttributes(fields.attributes),
  etag,
});

/** The workspace's workers, in the SDK. Throws `not_configured`. */
export const workersIn = (deps: Deps) => deps.twilio().taskrouter.v1.workspaces(workspaceOf(deps)).workers;

/** One request; undefined when there is no such worker. */
export async function readWorker(deps: Deps, sid: string): Promise<Worker | undefined> {
  try {
    const { body, headers } = await workersIn(deps)(sid).fetchWithHttpInfo();
    return workerOf(body, etagOf(headers));
  } catch (error) {
    if (answered(error, 404)) return undefined;
    throw error;
  }
}

/**
 * The worker that is this person's by its attributes. One request; undefined when there is none.
 * https://www.twilio.com/docs/taskrouter/api/worker#read-multiple-worker-resources
 *
 * @param agentId letters and digits alone
 */
export async function findWorkerOf(deps: Deps, agentId: string): Promise<Worker | undefined> {
  const targetWorkersExpression = `agent_id == "${agentId}"`;
  const [found] = await workersIn(deps).list({ targetWorkersExpression, limit: 1, pageSize: 1 });
  return found && workerOf(found);
}

/** What the SDK is to be told; undefined when the worker is like that already. */
async function requestOf(deps: Deps, worker: Worker, { activity, attributes }: WorkerChange) {
  const after = patched(worker.attributes, attributes ?? {});
  const moves = activity !== undefined && !sameActivity(activity, worker.activity);
  const differs = JSON.stringify(after) !== JSON.stringify(worker.attributes);
  if (!moves && !differs) return undefined;
  return {
    ...(moves ? { activitySid: await activitySid(deps, activity) } : {}),
    ...(differs ? { attributes: JSON.stringify(after) } : {}),
  };
}

/**
 * Read, decide, write on condition that nobody has changed the worker since; again from the read when somebody has.
 * Two requests; one when `decide` wants nothing changed (undefined, or what is so already); one less with `known`.
 * `decide` must be pure: it may run several times. undefined: there is no such worker.
 */
export async function changeWorker(
  deps: Deps,
  sid: string,
  decide: (worker: Worker) => WorkerChange | undefined,
  known?: Worker,
): Promise<WorkerChanged | undefined> {
  let current = known;
  for (let attempt = 0; attempt < CHANGE_ATTEMPTS && deps.deadline.remaining() > 0; attempt += 1) {
    const worker = current ?? (await readWorker(deps, sid));
    if (worker === undefined) return undefined;
    const wanted = decide(worker);
    const request = wanted && (await requestOf(deps, worker, wanted));
    if (request === undefined) return { changed: false, worker };
    try {
      const condition = worker.etag === undefined ? {} : { ifMatch: worker.etag };
      const { body, headers } = await workersIn(deps)(sid).updateWithHttpInfo({ ...condition, ...request });
      return { changed: true, worker: workerOf(body, etagOf(headers)) };
    } catch (error) {
      if (answered(error, 404)) return undefined;
      if (!answered(error, 412)) throw error;
      current = undefined;
      await stepBack(attempt);
    }
  }
  throw new Contention('the worker changed faster than it could be written');
}
