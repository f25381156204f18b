import { hasBrowserCalls } from '../../config';
import { type Caller, type Deps, type Input, maskPhone, Problem, type Success } from '../../endpoint';
import { settle } from '../settle';
import {
  type CallState,
  type Claim,
  endOfSupervision,
  type Facts,
  joinFacts,
  type Mode,
  type OtherFacts,
  phaseOf,
  roomWith,
  supervisorOf,
} from '../state';
import { LONGEST_NAME } from './add';
import { byNow, openCall, placeOf } from './open';
import type { Supervise, SupervisedCall } from './schemas';
import { nextId } from './seats';
import { callSupervisor, lineToSupervisor } from './supervisor-line';

const CALLING = 'You are being called.';
const DONE: Record<Mode, string> = {
  listen: 'You hear the call, and nobody hears you.',
  whisper: 'The agent alone hears you.',
  barge: 'Everybody in the call hears you.',
};

/** Where the supervisor is called; no request. Throws `invalid_input` for a browser that can't be. */
function addressOf({ config }: Deps, caller: Caller, device: 'phone' | 'browser'): string {
  if (device === 'phone') return caller.phone;
  if (hasBrowserCalls(config)) return `client:${caller.agentId}`;
  const fix = 'Send phone: calls in the browser are not set up here.';
  throw new Problem('invalid_input', { fields: [{ field: 'device', problem: 'wrong', fix }] });
}

/** What a supervisor is about to do. */
export interface Ask {
  me: Claim;
  mode: Mode;
  caller: Caller;
  shown: Pick<OtherFacts, 'to' | 'who'>;
}

const nameOf = ({ email }: Caller): string => email.slice(0, LONGEST_NAME);

/** A new place for a supervisor, or another position for the one who has it; nothing for everybody else. Pure. */
export function asked(call: CallState, { me, mode, caller, shown }: Ask, random: string): Facts {
  const wish = { ...me, mode };
  const change = { at: me.at, by: nameOf(caller), mode };
  const phase = phaseOf(call);
  if (phase === 'ending' || phase === 'ended') return {};
  const now = supervisorOf(call);
  if (now === undefined) {
    const id = nextId(call, 's0', random);
    return {
      others: { [id]: { at: me.at, by: caller.agentId, ...shown, wish } },
      // Who had the place before makes way for this one, but that they had it stays known.
      supervised: [...endOfSupervision(call), change],
    };
  }
  if (now.facts.by !== caller.agentId || now.facts.wish?.mode === mode) return {};
  return { others: { [now.id]: { wish } }, supervised: [change] };
}

async function supervise(
  deps: Deps,
  input: Input<typeof Supervise>,
  caller: Caller,
  mode: Mode,
): Promise<Success> {
  const { answer, call, item, ref } = await openCall(deps, caller, input);
  if (ref.agent === caller.agentId)
    throw new Problem('conflict', { field: 'callId', problem: 'This is your own call.' });
  placeOf(call, 'agent');
  const before = supervisorOf(call);
  if (before !== undefined && before.facts.by !== caller.agentId) throw new Problem('supervised_already');
  const address = addressOf(deps, caller, input.device);
  const shown = { to: address.startsWith('+') ? maskPhone(address) : address, who: nameOf(caller) };
  const at = deps.now().getTime();
  const random = deps.ids.unguessable();
  const ask: Ask = { me: { at, by: random.slice(6, 14) }, mode, caller, shown };
  deps.log.note({ supervise: mode });
  const settled = await settle(deps, ref, (known) => asked(byNow(deps, known), ask, random), item);
  const now = settled && supervisorOf(settled.call);
  if (settled === undefined || now === undefined) throw new Problem('call_ended', { field: 'callId' });
  const { id, facts } = now;
  if (facts.by !== caller.agentId) throw new Problem('supervised_already');
  // Another click of theirs has the place, or had it before.
  if (id.slice(4) !== random.slice(0, id.length - 4)) {
    const inside = roomWith(settled.call, id) !== undefined;
    return answer(inside ? DONE[mode] : CALLING, lineToSupervisor(settled.call, id, mode), id);
  }
  await callSupervisor(deps, ref, id, address);
  return answer(CALLING, settled.call, id, 202);
}

/**
 * Lets a supervisor hear a call, unheard: rings them, or changes the position of who supervises it already, without their
 * line being dropped. Three requests. Said again it changes nothing. Every
 * change is kept with the call. Fails with `not_found`, `conflict`, `call_ended`, `not_connected`, `supervised_already`.
 */
export const listenIn = (deps: Deps, input: Input<typeof Supervise>, caller: Caller): Promise<Success> =>
  supervise(deps, input, caller, 'listen');

/** As `listenIn`; the agent alone hears them. */
export const whisperIn = (deps: Deps, input: Input<typeof Supervise>, caller: Caller): Promise<Success> =>
  supervise(deps, input, caller, 'whisper');

/** As `listenIn`; everybody hears them. */
export const bargeIn = (deps: Deps, input: Input<typeof Supervise>, caller: Caller): Promise<Success> =>
  supervise(deps, input, caller, 'barge');

/**
 * Ends a supervision: one's own. Three requests. Done again it changes
 * nothing. Fails with `not_found`, `call_ended`, `supervised_already`.
 */
export async function stopSupervising(
  deps: Deps,
  input: Input<typeof SupervisedCall>,
  caller: Caller,
): Promise<Success> {
  const { answer, call, item, ref } = await openCall(deps, caller, input);
  const message = 'You are out of the call.';
  const now = supervisorOf(call);
  // Asked again: what failed the first time is done now.
  if (now === undefined) return answer(message, (await settle(deps, ref, {}, item))?.call ?? call);
  if (now.facts.by !== caller.agentId) throw new Problem('supervised_already');
  const at = deps.now().getTime();
  deps.log.note({ supervise: 'stop' });
  const stop: Facts = joinFacts(
    { others: { [now.id]: { gone: { at, by: caller.agentId } } } },
    { supervised: [{ at, by: nameOf(caller), mode: 'stop' }] },
  );
  const settled = await settle(deps, ref, stop, item);
  return answer(message, settled?.call ?? call, now.id);
}
