import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { settle } from '../settle';
import { isWanted } from '../state';
import { openCall } from './open';
import type { RemoveGuest } from './schemas';

/**
 * Takes a guest out of a call, or stops calling them. Three requests. Done again it changes
 * nothing. Fails with `not_found`, `forbidden`, `call_ended`.
 */
export async function removeFromCall(
  deps: Deps,
  { participant, ...named }: Input<typeof RemoveGuest>,
  caller: Caller,
): Promise<Success> {
  const { answer, call, item, ref } = await openCall(deps, caller, named);
  const guest = call.others?.[participant];
  deps.log.note({ participant });
  if (guest === undefined)
    throw new Problem('not_found', {
      field: 'participant',
      problem: 'There is nobody by that name in the call.',
    });
  const gone = { at: deps.now().getTime(), by: caller.agentId };
  // Asked again: what failed the first time is done now.
  const news = isWanted(guest) ? { others: { [participant]: { gone } } } : {};
  const settled = await settle(deps, ref, news, item);
  return answer('They are out of the call.', settled?.call ?? call, participant);
}
