import { bringBack, CALLBACK, callbackDue, callerQueued } from '../callbacks';
import {
  afterCallOver,
  colleagueAsked as askedFor,
  nobodyTook,
  RECORDING_PAUSE,
  recordingPauseBegun,
  recordingPauseOver,
  offerWithdrawn as ringNoMore,
} from '../calls';
import type { Deps } from '../endpoint';
import { AFTER_CALL } from '../workers';
import type { Attributes, TaskTold, Withdrawn } from './events';

/** What happens when a timer has run out, or has begun. Must be safe to repeat: the event may be delivered again. */
type TimerHandler = (deps: Deps, attributes: Attributes, task: string) => Promise<void>;

/**
 * Kinds of timers, by the attribute `timer` of their tasks. Here, because areas that set a timer (calls, workers) are
 * imported by routing and not the other way round.
 */
const timers = (): Record<string, TimerHandler> => ({
  [AFTER_CALL]: afterCallOver,
  [RECORDING_PAUSE]: recordingPauseOver,
  [CALLBACK]: callbackDue,
});

/** What the beginning of a timer brings about: it is reported anyway, so a click needs not do it. */
const beginnings = (): Record<string, TimerHandler> => ({
  [RECORDING_PAUSE]: recordingPauseBegun,
});

/** Hands a timer that has run out to what waits for it. False: nothing waits for timers of its kind. */
export const timerFired = (deps: Deps, attributes: Attributes, task: string): Promise<boolean> =>
  handled(timers(), deps, attributes, task);

/** As `timerFired`, of one that has begun. */
export const timerBegun = (deps: Deps, attributes: Attributes, task: string): Promise<boolean> =>
  handled(beginnings(), deps, attributes, task);

async function handled(
  known: Record<string, TimerHandler>,
  deps: Deps,
  attributes: Attributes,
  task: string,
): Promise<boolean> {
  const kind = String(attributes.timer);
  const handler = Object.hasOwn(known, kind) ? known[kind] : undefined;
  if (handler === undefined) return false;
  await handler(deps, attributes, task);
  return true;
}

/** Who wants to know that an offer was withdrawn: whoever rings the worker's phone for it. Must be safe to repeat. */
const toldOfWithdrawal = (): ((deps: Deps, offer: Withdrawn) => Promise<void>)[] => [ringNoMore];

/** Tells that a worker can take an offer no longer. */
export async function offerWithdrawn(deps: Deps, offer: Withdrawn): Promise<void> {
  for (const tell of toldOfWithdrawal()) await tell(deps, offer);
}

/** Tells of the task by which a colleague is to be asked, made a moment ago. Safe to repeat. */
export const colleagueAsked = (deps: Deps, transfer: unknown, task: string): Promise<void> =>
  askedFor(deps, transfer, task);

/** Tells that the task by which a colleague was to be asked is over, and nobody has taken it. Safe to repeat. */
export const colleagueUnasked = (deps: Deps, transfer: unknown): Promise<void> => nobodyTook(deps, transfer);

/** Tells that a caller who was to be called themselves is in the queue, or has gone unserved. Safe to repeat. */
export async function standInChanged(
  deps: Deps,
  task: string,
  { is, attributes }: NonNullable<TaskTold['standIn']>,
): Promise<void> {
  if (is === 'queued') await callerQueued(deps, task, attributes);
  else await bringBack(deps, task, attributes);
}
