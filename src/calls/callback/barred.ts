import { callable, type Message, objectIn, putOff, standsInstead, turnOf } from '../../callbacks';
import { isOpen } from '../../config';
import type { Deps } from '../../endpoint';
import type { OfferedCaller } from '../inbound/attributes';

/** The task of which an offer is made, as TaskRouter tells it. */
interface Asked {
  TaskSid: string;
  TaskAttributes: string;
  TaskPriority?: number | undefined;
}

/** What is to become of a task that can't be offered now. */
export type Barred =
  /** It is done with: another task will come. */
  | { do: 'nothing' }
  /** It is offered again in a moment. */
  | { do: 'give-back' }
  /** Nobody is to call, for this reason. */
  | { do: 'cancel'; reason: string }
  /** It can be offered, and with it a message that the customer has left besides. */
  | { do: 'show'; message: Message };

/**
 * What stands in the way of calling a customer back; undefined when nothing does. After hours it is put off. Of callers
 * on the line no request; of those who are to be called one, which looks for others who deal with the same number, and
 * one for those who left theirs, as whoever made that task may have died half-way; two when it is put off.
 */
export async function barredCallback(
  deps: Deps,
  asked: Asked,
  { caller, number, callback, message, queued }: OfferedCaller,
): Promise<Barred | undefined> {
  if (caller !== undefined) return undefined;
  const { businessHours, timeZone } = deps.config;
  const now = deps.now();
  const attributes = objectIn(asked.TaskAttributes) ?? {};
  const since = queued ?? now.getTime();
  const { TaskSid: sid, TaskPriority: priority = 0 } = asked;
  const task = { sid, status: 'reserved', attributes, priority, since };
  if (!isOpen(businessHours, timeZone, now)) {
    deps.log.note({ rejected: 'It is after hours.' });
    await putOff(deps, task);
    return { do: 'nothing' };
  }
  if (callback !== undefined && message === undefined && callable(deps, number) !== number)
    return { do: 'cancel', reason: 'The number must not be called.' };
  const stands = callback?.attempt === 1 ? await standsInstead(deps, attributes) : 'yes';
  if (stands === 'not yet') return { do: 'give-back' };
  if (stands === 'no') return { do: 'cancel', reason: 'The caller was served on the line.' };
  const turn = number === '' ? { do: 'offer' as const } : await turnOf(deps, task, number);
  if (turn.do === 'gone') return { do: 'nothing' };
  return turn.message && { do: 'show', message: turn.message };
}
