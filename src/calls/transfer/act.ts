import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { answerTo, type Opened, openCall, placeOf, shownWith } from '../control/open';
import { findCall } from '../find';
import { claimant, settle } from '../settle';
import {
  aboutTransfer,
  type CallState,
  CLAIM_MS,
  isFree,
  isUnderWay,
  joinFacts,
  learn,
  stageOf,
  standOf,
  type Talk,
  type Transfer,
} from '../state';
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

/** How the call is with the agent talking with one of the two, or with both: as Twilio is being told. */
function shownTalking(call: CallState, guest: string, wanted: Talk['with']): CallState {
  let shown = call;
  for (const [who, held] of [
    ['customer', wanted === 'target'],
    [guest, wanted === 'customer'],
  ] as const) {
    const { muted } = standOf(call, who);
    const stand = { ...(muted ? { muted } : {}), ...(held ? { held: true as const } : {}) };
    shown = shownWith(shown, who, placeOf(call, who), stand);
  }
  return shown;
}

/**
 * Keeps whom the agent wants to talk with, and does what of it is heard first: who is not to hear it any more hears
 * music, else who was on hold is back. The report of that brings the rest. Undefined: somebody was faster.
 */
async function talk(
  deps: Deps,
  { ref, item, call, transfer, guest }: Consultation,
  wanted: Talk['with'],
): Promise<CallState | undefined> {
  for (const who of ['customer', guest]) placeOf(call, who);
  const { at, by } = claimant(deps);
  const settled = await settle(
    deps,
    ref,
    aboutTransfer(transfer.by, ({ talk: last, moving }) => {
      const isAgain = last !== undefined && last.by !== by && at - last.at < DOUBLE_CLICK_MS;
      if (isAgain && wanted !== 'all') return {};
      // Who wants to talk on does not want to leave any more.
      const stays = moving === undefined ? {} : { unmoved: Math.max(at, moving.at) };
      return {
        talk: { at: Math.max(at, (last?.at ?? 0) + (last?.by === by ? 0 : 1)), by, with: wanted },
        ...stays,
      };
    }),
    item,
    { brief: true },
  );
  const after = settled?.call ?? call;
  if (stageOf(after)?.phase !== 'consulting') throw refusal(after);
  return after.transfer?.talk?.by === by ? after : undefined;
}

/**
 * During a consultation changes whom the agent talks with: the one who was there hears music, and with the report of
 * that the other is back. Three requests. A double click counts once. Fails with `not_found`, `forbidden`,
 * `call_ended`, `no_transfer`, `target_not_there`, `target_left`, `not_connected`.
 */
export async function swapTransfer(deps: Deps, input: Asked, caller: Caller): Promise<Success> {
  const found = consulting(await openCall(deps, caller, input));
  const { call, guest, answer } = found;
  const next = standOf(call, 'customer').held ? 'customer' : 'target';
  deps.log.note({ swap: next });
  const after = await talk(deps, found, next);
  if (after === undefined) return answer('It was changed just now.', call, guest);
  return answer('You talk with the other one now.', shownTalking(after, guest, next), guest);
}

/**
 * During a consultation lets all three talk. Three requests.
 * Said again it changes nothing. Fails as `swapTransfer`.
 */
export async function joinTransfer(deps: Deps, input: Asked, caller: Caller): Promise<Success> {
  const found = consulting(await openCall(deps, caller, input));
  deps.log.note({ swap: 'all' });
  const after = (await talk(deps, found, 'all')) ?? found.call;
  return found.answer('All of you talk now.', shownTalking(after, found.guest, 'all'), found.guest);
}

/**
 * Ends a consultation by leaving the customer to whom was consulted: the agent's line ends, and they are free for the
 * next call. Three requests: the customer hears them; the report
 * of that ends the agent's line. Said again it changes nothing. Fails with `not_found`, `forbidden`, `call_ended`,
 * `no_transfer`, `target_not_there`, `target_left`.
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
  placeOf(call, 'customer');
  deps.log.note({ call: ref.call, transfer: 'complete' });
  const me = claimant(deps);
  const settled = await settle(
    deps,
    ref,
    aboutTransfer(transfer.by, (known) => (isFree(known, me) ? { moving: me } : {})),
    item,
    { brief: true, me },
  ).catch(async (error: unknown) => {
    // Nothing has come of it, perhaps not even known by whoever clicked: the next click may try at once.
    const undone = aboutTransfer(transfer.by, ({ moving }) =>
      moving?.by === me.by ? { unmoved: Math.max(moving.at, deps.now().getTime()) } : {},
    );
    await settle(deps, ref, undone).catch((later) => deps.log.failure(later));
    throw error;
  });
  const after = settled?.call ?? call;
  const stage = stageOf(after);
  if (stage?.phase === 'failed' || stage?.phase === 'canceled') throw refusal(after);
  const isMine = after.transfer?.moving?.by === me.by;
  return answer(message, after, transfer.guest, isMine || stage?.phase === 'done' ? 200 : 202);
}

/** A colleague has said yes to a customer who is theirs at once, and is being given them. */
const isComing = ({ transfer }: CallState, now: number): boolean =>
  transfer?.taken !== undefined && transfer.guest === undefined && now - transfer.taken < CLAIM_MS;

/**
 * Takes a transfer back: whoever is called or consulted is out, and with the report of that the customer is back with the
 * agent; at once when nobody is on the line yet. Three requests.
 * Said again it changes nothing. Fails with `not_found`, `forbidden`, `call_ended`, `no_transfer`.
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
    { brief: true },
  );
  const after = settled?.call ?? learn(call, {});
  if (isComing(after, at))
    throw new Problem('conflict', { field: 'callId', problem: 'They have just taken the call.' });
  if (stageOf(after)?.phase === 'done') throw new Problem('no_transfer', { field: 'callId' });
  return answer(message, after);
}
