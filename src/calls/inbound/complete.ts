import { dispositionsFor } from '../../config';
import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { afterCallDue, type DueNote, endAfterCall, readWorker } from '../../workers';
import { type Found, findCall } from '../find';
import { CALL_ID } from '../items';
import type { CompleteCall } from '../schemas';
import { settle } from '../settle';
import { type CallState, hasEnded, isOffered, type Note, viewOf, wasAccepted } from '../state';
import { finish } from './duties';
import { completeTask } from './task';

const FIELD = 'callId';

/** The call that a note can be written about. Throws `not_found`, `forbidden`, `conflict`. */
async function ended(deps: Deps, caller: Caller, id: string): Promise<Found> {
  const found = await findCall(deps, caller, id);
  if (found === undefined)
    throw new Problem('not_found', { field: FIELD, problem: 'There is no such call.' });
  const { call } = found;
  if (!hasEnded(call))
    throw new Problem('conflict', {
      field: FIELD,
      problem: 'The call still goes on.',
      fix: 'End the call first.',
    });
  if (isOffered(call) && !wasAccepted(call))
    throw new Problem('conflict', { field: FIELD, problem: 'There is nothing to complete about this call.' });
  return found;
}

/** Throws `invalid_input` for what is not in the list for calls like this. */
function mustBeListed(deps: Deps, { offer }: CallState, disposition: string | undefined): void {
  const list = dispositionsFor(deps.config.dispositions, offer?.reason);
  if (disposition === undefined || list.includes(disposition)) return;
  const fix = `Send one of ${list.join(', ')}, or leave it out.`;
  throw new Problem('invalid_input', { fields: [{ field: 'disposition', problem: 'wrong', fix }] });
}

/**
 * The agent has written their note after a call, or wants none: keeps it with the call. After a customer's call it also
 * completes the task and lets the agent go on to work. Said again it changes nothing; a note that comes after the time
 * for it is kept too. Fails with `not_found`, `forbidden`, `conflict`, `invalid_input`.
 */
export async function completeCall(
  deps: Deps,
  { callId, disposition, notes }: Input<typeof CompleteCall>,
  caller: Caller,
): Promise<Success> {
  const { ref, call, item } = await ended(deps, caller, callId);
  deps.log.note({ call: ref.call });
  mustBeListed(deps, call, disposition);
  const note: Note = {
    at: deps.now().getTime(),
    ...(disposition === undefined ? {} : { disposition }),
    ...(notes === undefined ? {} : { notes }),
  };
  // Begun is what may be ended: the end of the call begins it in a moment at the latest.
  const wrapped = isOffered(call) ? { wrapped: note.at } : {};
  const settled = await settle(deps, ref, { note, ...wrapped }, item);
  if (isOffered(call)) await finish(deps, call, disposition);
  return { message: 'The call is completed.', data: { call: viewOf(settled?.call ?? call) } };
}

/** What the timer of a note was started with. */
export type AfterCallTimer = DueNote & { worker: string };

/** What a timer's task says, checked; undefined when somebody else has made it. */
function timerOf(payload: Record<string, unknown>): AfterCallTimer | undefined {
  const { worker, call, task, until } = payload;
  if (typeof worker !== 'string' || typeof call !== 'string' || typeof task !== 'string') return undefined;
  const known = /^WK[0-9a-f]{32}$/i.test(worker) && /^WT[0-9a-f]{32}$/i.test(task) && CALL_ID.test(call);
  const due = typeof until === 'number' ? { until } : {};
  return known ? { worker, call, task, ...due } : undefined;
}

/**
 * The time for the note after a call has run out: completes the task and lets the agent go on to work, unless they have
 * asked for more time. Safe to repeat. What it was started with is not trusted to be ours.
 */
export async function afterCallOver(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const timer = timerOf(payload);
  if (timer === undefined) return;
  const { worker, call, task } = timer;
  if ((await afterCallDue(deps, worker, timer)) === 'extended') return;
  await completeTask(deps, task);
  const agent = (await readWorker(deps, worker))?.attributes.agent_id;
  if (agent !== undefined) await settle(deps, { agent, call }, { note: { at: deps.now().getTime() } });
  await endAfterCall(deps, worker, call);
}
