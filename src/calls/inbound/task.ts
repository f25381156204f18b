import type { Deps } from '../../endpoint';
import { answered, failureOf } from '../../twilio';
import { ACTIVITY, activitySid } from '../../workers';
import type { Facts, Offer } from '../state';

type Named = Pick<Offer, 'task' | 'reservation'>;

const taskOf = (deps: Deps, task: string) =>
  deps
    .twilio()
    .taskrouter.v1.workspaces(deps.config.workspaceSid ?? '')
    .tasks(task);

const reservationOf = (deps: Deps, { task, reservation }: Named) =>
  taskOf(deps, task).reservations(reservation);

/** TaskRouter refuses what no longer fits the state of a task or a reservation with a 4xx; 429 only means "later". */
function noLongerFits(error: unknown): boolean {
  const failure = failureOf(error);
  return failure?.kind === 'answer' && failure.status < 500 && failure.status !== 429;
}

/** What has become of a reservation. `ours`: the agent has the caller. */
type Standing = 'open' | 'ours' | 'gone';

/** Asks TaskRouter how a reservation stands. One request. */
export async function standingOf(deps: Deps, offer: Named): Promise<Standing> {
  try {
    const status = String((await reservationOf(deps, offer).fetch()).reservationStatus);
    if (status === 'pending') return 'open';
    return ['accepted', 'wrapping', 'completed'].includes(status) ? 'ours' : 'gone';
  } catch (error) {
    if (answered(error, 404)) return 'gone';
    throw error;
  }
}

/**
 * Gives the caller to the agent. One request, one more when it was refused or its answer got lost. False: the offer was
 * gone by then. Throws when it is still open, or nobody knows.
 */
export async function acceptOffer(deps: Deps, offer: Named): Promise<boolean> {
  try {
    await reservationOf(deps, offer).update({ reservationStatus: 'accepted' });
    return true;
  } catch (error) {
    const standing = await standingOf(deps, offer);
    if (standing === 'open') throw error;
    return standing === 'ours';
  }
}

/** The SID of an activity; undefined when it can't be had, for the rest is worth doing without. */
async function activity(deps: Deps, name: string): Promise<string | undefined> {
  try {
    return await activitySid(deps, name);
  } catch (error) {
    deps.log.failure(error);
    return undefined;
  }
}

/**
 * Gives the caller back, so that the next agent is asked, and sets this one aside in an activity. One request, one more
 * when it was refused. Done again it changes nothing. Gives back what is known of the reservation then.
 */
export async function rejectOffer(
  deps: Deps,
  offer: Named,
  aside: 'away' | 'inCall' = 'away',
): Promise<Facts> {
  const workerActivitySid = await activity(deps, ACTIVITY[aside]);
  const at = deps.now().getTime();
  try {
    await reservationOf(deps, offer).update({
      reservationStatus: 'rejected',
      ...(workerActivitySid === undefined ? {} : { workerActivitySid }),
    });
    return { rejected: at };
  } catch (error) {
    if (!noLongerFits(error)) throw error;
    const standing = await standingOf(deps, offer);
    if (standing === 'open') throw error;
    // An acceptance whose answer was lost: the caller is the agent's after all.
    return standing === 'ours' ? { accepted: at } : { rejected: at };
  }
}

/** The reply by which TaskRouter gives the caller back itself, for when we can't. */
export async function rejection(deps: Deps, aside: 'away' | 'inCall' | undefined): Promise<object> {
  const sid = aside === undefined ? undefined : await activity(deps, ACTIVITY[aside]);
  return { instruction: 'reject', ...(sid === undefined ? {} : { activity_sid: sid }) };
}

/** Throws `refusal` unless a task is gone, or past the statuses in which it could not have been refused. One request. */
async function mustBePast(deps: Deps, task: string, statuses: string[], refusal: unknown): Promise<void> {
  if (!noLongerFits(refusal)) throw refusal;
  try {
    if (statuses.includes(String((await taskOf(deps, task).fetch()).assignmentStatus))) throw refusal;
  } catch (error) {
    if (!answered(error, 404)) throw error;
  }
}

/** The work after the call begins. One request, one more when it was refused; of a task past that, nothing is changed. */
export async function wrapTask(deps: Deps, task: string): Promise<void> {
  try {
    await taskOf(deps, task).update({ assignmentStatus: 'wrapping', reason: 'The call is over.' });
  } catch (error) {
    await mustBePast(deps, task, ['assigned'], error);
  }
}

/** A task that is made, not queued. */
interface NewTask {
  workflowSid: string;
  attributes: Record<string, unknown>;
  /** After so many seconds it is canceled. */
  timeout: number;
}

/** Makes a task of a call. One request. */
export async function createTask(deps: Deps, { attributes, ...task }: NewTask): Promise<void> {
  await deps
    .twilio()
    .taskrouter.v1.workspaces(deps.config.workspaceSid ?? '')
    .tasks.create({ ...task, taskChannel: 'voice', attributes: JSON.stringify(attributes) });
}

/** A task that no agent could ever serve must not go round among them. One request. */
export async function cancelTask(deps: Deps, task: string, reason: string): Promise<void> {
  await taskOf(deps, task).update({ assignmentStatus: 'canceled', reason });
}

/** As `cancelTask`; of a task that somebody has taken, or that is over, nothing is changed. */
export async function withdrawTask(deps: Deps, task: string, reason: string): Promise<void> {
  try {
    await cancelTask(deps, task, reason);
  } catch (error) {
    if (!noLongerFits(error)) throw error;
  }
}

function withDisposition(json: string, disposition: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return JSON.stringify({ ...value, disposition });
  } catch {
    // Somebody has broken them: they stay as they are.
  }
  return undefined;
}

/**
 * The work of a task is done. One request; with a disposition, which goes into its attributes, two; one more when it was
 * refused. Of a task that was completed already, or is gone, nothing is changed.
 */
export async function completeTask(deps: Deps, task: string, disposition?: string): Promise<void> {
  try {
    const attributes =
      disposition === undefined
        ? undefined
        : withDisposition((await taskOf(deps, task).fetch()).attributes, disposition);
    await taskOf(deps, task).update({
      assignmentStatus: 'completed',
      reason: disposition ?? 'The call is over.',
      ...(attributes === undefined ? {} : { attributes }),
    });
  } catch (error) {
    await mustBePast(deps, task, ['assigned', 'wrapping'], error);
  }
}
