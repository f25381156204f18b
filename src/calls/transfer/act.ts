import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { answerTo, type Opened, openCall, placeOf, shownWith } from '../control/open';
import { findCall } from '../find';
import { claimant, settle } from '../settle';
import {
  aboutTransfer,
  type CallState,
  CLAIM_MS,
  type Facts,
  isFree,
  isUnderWay,
  joinFacts,
  learn,
  stageOf,
  standOf,
  type Talk,
  type Transfer,
} from '../state';
import { change, completeTransfer, music, together } from './duties';
import type { OneTransfer } from './schemas';

type Asked = Input<typeof OneTransfer>;

/** Why nothing can be done with a transfer: there is none, it rings, or they have left. */
function refusal(call: CallState): Problem {
  const stage = stageOf(call);
  if (stage?.phase === 'failed' && stage.reason === 'left')
    return new Problem('target_left', { field: 'callId' });
  if (stage?.phase === 'ringing') return new Problem('target_not_there', { field: 'callId' });
  return new Problem('no_transfer', { field: 'callId' });
}

/** A consultation that goes on: two people beside the customer. */
interface Consultation extends Opened {
  transfer: Transfer;
  guest: string;
}

function consulting(found: Opened): Consultation {
  const { transfer } = found.call;
  if (transfer?.guest === undefined || stageOf(found.call)?.phase !== 'consulting') throw refusal(found.call);
  return { ...found, transfer, guest: transfer.guest };
}

/** A second click on swap within this time means the same. Milliseconds. */
const DOUBLE_CLICK_MS = 1_000;

/** Lets the agent talk with one of the two, or with both. */
async function talk(
  deps: Deps,
  { call, guest, answer }: Consultation,
  wanted: Talk['with'],
  message: string,
): Promise<Success> {
  const hear = (who: string, isHeard: boolean) =>
    change(deps, call, who, isHeard ? { hold: false } : music(deps, call));
  const there = await together(hear('customer', wanted !== 'target'), hear(guest, wanted !== 'customer'));
  if (there.some((is) => !is)) throw new Problem('not_connected', { field: 'participant' });
  let shown = call;
  for (const [who, held] of [
    ['customer', wanted === 'target'],
    [guest, wanted === 'customer'],
  ] as const) {
    const { muted } = standOf(call, who);
    const stand = { ...(muted ? { muted } : {}), ...(held ? { held: true as const } : {}) };
    shown = shownWith(shown, who, placeOf(call, who), stand);
  }
  return answer(message, shown, guest);
}

/**
 * During a consultation changes whom the agent talks with: the one who was there hears music, the other is back. Four
 * requests, two of them at once; one more for supervisors. A double click counts once. Fails with `not_found`,
 * `forbidden`, `call_ended`, `no_transfer`, `target_not_there`, `target_left`, `not_connected`.
 */
export async function swapTransfer(deps: Deps, input: Asked, caller: Caller): Promise<Success> {
  const found = consulting(await openCall(deps, caller, input));
  const { call, ref, item, guest, transfer, answer } = found;
  const me = { at: deps.now().getTime(), by: deps.ids.unguessable().slice(0, 8) };
  const next = standOf(call, 'customer').held ? 'customer' : 'target';
  deps.log.note({ swap: next });
  const settled = await settle(
    deps,
    ref,
    aboutTransfer(transfer.by, ({ talk: last }) =>
      last !== undefined && last.by !== me.by && me.at - last.at < DOUBLE_CLICK_MS
        ? {}
        : { talk: { ...me, with: next } },
    ),
    item,
  );
  const after = settled?.call ?? call;
  if (after.transfer?.talk?.by !== me.by) return answer('It was changed just now.', after, guest);
  return talk(deps, { ...found, call: after }, next, 'You talk with the other one now.');
}

/**
 * During a consultation lets all three talk. Three requests, two of them at once; one more for supervisors. Said again
 * it changes nothing. Fails as `swapTransfer`.
 */
export async function joinTransfer(deps: Deps, input: Asked, caller: Caller): Promise<Success> {
  const found = consulting(await openCall(deps, caller, input));
  deps.log.note({ swap: 'all' });
  return talk(deps, found, 'all', 'All of you talk now.');
}

/**
 * Ends a consultation by leaving the customer to whom was consulted: the agent's line ends, and they are free for the
 * next call. Six requests for a number, seven when it was on hold, eight for a colleague; one more for supervisors. Said
 * again it changes nothing. Fails with `not_found`, `forbidden`, `call_ended`, `no_transfer`, `target_not_there`, `target_left`.
 */
export async function completeByClick(deps: Deps, input: Asked, caller: Caller): Promise<Success> {
  const message = 'The customer is with them now.';
  let found: Opened;
  try {
    found = await openCall(deps, caller, input);
  } catch (error) {
    // The other one of two clicks.
    const over = await findCall(deps, caller, input.callId);
    const given = over?.call.transfer;
    if (over === undefined || given === undefined) throw error;
    if (given.done === undefined && (given.moving === undefined || isFree(given, claimant(deps))))
      throw error;
    return answerTo(caller, over.ref.agent)(message, over.call);
  }
  const { call, ref, item, transfer, answer } = consulting(found);
  deps.log.note({ call: ref.call, transfer: 'complete' });
  const me = claimant(deps);
  const claimed = await settle(
    deps,
    ref,
    aboutTransfer(transfer.by, (known) => (isFree(known, me) ? { moving: me } : {})),
    item,
  );
  const mine = claimed?.call ?? call;
  if (mine.transfer?.moving?.by !== me.by) return answer(message, mine, transfer.guest, 202);
  let facts: Facts;
  try {
    facts = await completeTransfer(deps, mine);
  } catch (error) {
    await settle(deps, ref, aboutTransfer(transfer.by, { unmoved: deps.now().getTime() })).catch((later) =>
      deps.log.failure(later),
    );
    throw error;
  }
  const settled = await settle(
    deps,
    ref,
    // Somebody may have taken it back meanwhile.
    (known) => (known.transfer?.by === transfer.by && isUnderWay(known) ? joinFacts(known, facts) : {}),
  );
  const after = settled?.call ?? mine;
  const stage = stageOf(after);
  if (stage?.phase === 'failed' || stage?.phase === 'canceled') throw refusal(after);
  return answer(message, after, transfer.guest);
}

/** A colleague has said yes to a customer who is theirs at once, and is being given them. */
const isComing = ({ transfer }: CallState, now: number): boolean =>
  transfer?.taken !== undefined && transfer.guest === undefined && now - transfer.taken < CLAIM_MS;

/**
 * Takes a transfer back: whoever is called or consulted is out, and the customer is back with the agent. Six requests,
 * two of them at once; one more for supervisors. Said again it changes nothing. Fails with `not_found`, `forbidden`,
 * `call_ended`, `no_transfer`.
 */
export async function cancelTransfer(deps: Deps, input: Asked, caller: Caller): Promise<Success> {
  const message = 'The customer is back with you.';
  const { call, ref, item, answer } = await openCall(deps, caller, input);
  const { transfer } = call;
  if (transfer === undefined || stageOf(call)?.phase === 'done')
    throw new Problem('no_transfer', { field: 'callId' });
  if (transfer.canceled !== undefined) return answer(message, call);
  if (!isUnderWay(call)) throw new Problem('no_transfer', { field: 'callId' });
  deps.log.note({ transfer: 'cancel' });
  const at = deps.now().getTime();
  const { guest, by } = transfer;
  const settled = await settle(
    deps,
    ref,
    (known) => {
      if (!isUnderWay(known) || isComing(known, at)) return {};
      const gone = guest === undefined ? {} : { others: { [guest]: { gone: { at, by: caller.agentId } } } };
      return joinFacts(aboutTransfer(by, { canceled: at })(known), gone);
    },
    item,
  );
  const after = settled?.call ?? learn(call, {});
  if (isComing(after, at))
    throw new Problem('conflict', { field: 'callId', problem: 'They have just taken the call.' });
  if (stageOf(after)?.phase === 'done') throw new Problem('no_transfer', { field: 'callId' });
  return answer(message, after);
}
