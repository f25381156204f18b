import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { findCall } from '../find';
import { viewFor } from '../history/whose';
import { LIVE } from '../items';
import { findAgentLine } from '../lines';
import type { RejectOffer } from '../schemas';
import { liveCall, settle } from '../settle';
import { hasEnded, isCallback, isOffered, joinFacts, wasTaken } from '../state';
import { agentOf, readAgent } from './attributes';

/** An offer that TaskRouter has taken back. */
export interface Withdrawn {
  /** `WR…` */
  reservation: string;
  /** `WK…` */
  worker: string;
  /** What the reservation has become. */
  how: 'canceled' | 'rescinded' | 'timeout' | 'failed';
  workerAttributes: Record<string, unknown>;
}

/**
 * TaskRouter has taken an offer back: the caller has hung up, the time was over, or another agent was faster. The
 * agent's phone stops ringing. Safe to repeat; of an offer that was taken, or is over, nothing is changed. One request,
 * more when there is something to do.
 */
export async function offerWithdrawn(deps: Deps, offer: Withdrawn): Promise<void> {
  const { reservation, worker, how } = offer;
  const who = readAgent(offer.workerAttributes);
  // Who can't be called was offered no call.
  if (who === undefined) return;
  const agent = await agentOf(deps, who, worker);
  const live = await liveCall(deps, agent);
  if (live === undefined || live.call.offer?.reservation !== reservation) return;
  deps.log.note({ call: live.call.id });
  const at = deps.now().getTime();
  // A phone of which nothing was heard yet may ring all the same.
  const found = live.call.agent === undefined ? await findAgentLine(deps, live.call) : {};
  // TaskRouter cancels a reservation with its task, and that when the caller has hung up.
  const by = how === 'canceled' && !isCallback(live.call) ? 'customer' : 'system';
  const lapsed = live.call.agent === undefined && found.agent === undefined ? { lapsed: at } : {};
  await settle(
    deps,
    { agent, call: live.call.id },
    (call) =>
      wasTaken(call) || call.consulted !== undefined
        ? found
        : joinFacts({ ...found, ...lapsed }, { withdrawn: { at, by } }),
    live.item,
  );
}

/**
 * The agent does not want a caller: the next one is asked, and this one is set aside. For the agent, and for supervisors.
 * Done again it changes nothing. Fails with `not_found`, `forbidden`, `conflict`.
 */
export async function declineOffer(
  deps: Deps,
  { callId }: Input<typeof RejectOffer>,
  caller: Caller,
): Promise<Success> {
  const found = await findCall(deps, caller, callId);
  if (found === undefined)
    throw new Problem('not_found', { field: 'callId', problem: 'There is no such call.' });
  const { ref, call, item } = found;
  deps.log.note({ call: ref.call });
  if (!isOffered(call))
    throw new Problem('conflict', { field: 'callId', problem: 'This call was not offered to anybody.' });
  if (item.key !== LIVE || hasEnded(call))
    return { message: 'The call has ended.', data: { call: viewFor(caller, ref.agent, call) } };
  const by = ref.agent === caller.agentId ? ('agent' as const) : ('supervisor' as const);
  const at = deps.now().getTime();
  const settled = await settle(deps, ref, (known) => (wasTaken(known) ? {} : { asked: { at, by } }), item);
  const after = settled?.call ?? call;
  if (wasTaken(after) && after.asked === undefined)
    throw new Problem('conflict', {
      field: 'callId',
      problem: 'The call was taken already.',
      fix: 'Use /calls/hangup to end it.',
    });
  return {
    message: 'The call is offered to somebody else.',
    data: { call: viewFor(caller, ref.agent, after) },
  };
}
