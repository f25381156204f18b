import type { Deps } from '../../endpoint';
import { backToWork, beginAfterCall, beginCall, endAfterCall } from '../../workers';
import { isTriedAgain } from '../callback/over';
import type { CallRef } from '../items';
import { cameIn, type Facts, isCallback, type OfferedCall } from '../state';
import { completeTask, wrapTask } from './task';

/**
 * The agent has taken a caller: shows that they are in a call, and which task they hold. TaskRouter gives them no other caller anyway, so nothing
 * depends on it. At most two requests.
 */
export async function showInCall(deps: Deps, { offer }: OfferedCall): Promise<void> {
  try {
    await beginCall(deps, offer.worker, offer.task);
  } catch (error) {
    deps.log.failure(error);
  }
}

/**
 * A caller whom the agent had taken is gone: begins the work after the call, or, when the two have never talked, ends
 * everything; who was called back and not reached is called again later. Safe to repeat.
 */
export async function beginWrapUp(deps: Deps, ref: CallRef, call: OfferedCall): Promise<Facts> {
  const { task, worker } = call.offer;
  const at = deps.now().getTime();
  // First the next attempt: without one nobody would be called again.
  const served = isCallback(call) ? !(await isTriedAgain(deps, ref, call)) : cameIn(call);
  if (!served) {
    await completeTask(deps, task);
    await backToWork(deps, worker);
    return { wrapped: at, note: { at } };
  }
  await wrapTask(deps, task);
  await beginAfterCall(deps, worker, { call: ref.call, task });
  return { wrapped: at };
}

/** An offer had found the agent busy: they go on to work. Safe to repeat. */
export async function freeWorker(deps: Deps, worker: string): Promise<Facts> {
  await backToWork(deps, worker);
  return { freed: deps.now().getTime() };
}

/** The work after a call is done: the task is over, the agent goes on to work. Safe to repeat. */
export async function finish(deps: Deps, call: OfferedCall, disposition?: string): Promise<void> {
  await completeTask(deps, call.offer.task, disposition);
  await endAfterCall(deps, call.offer.worker, call.id);
}
