import { type Caller, type Deps, type Input, maskPhone, Problem, type Success } from '../../endpoint';
import { findWorkerOf } from '../../workers';
import { destination } from '../destination';
import type { CallRef } from '../items';
import { callerIdOf, maybePlaced } from '../lines';
import { settle } from '../settle';
import {
  type CallState,
  type Facts,
  GUEST_SLOTS,
  isSupervisorId,
  isWanted,
  labelOf,
  type OtherFacts,
  type OtherId,
} from '../state';
import { LINE_EVENTS, otherStatusUrl } from '../twiml';
import { byNow, openCall, placeOf } from './open';
import type { AddGuest } from './schemas';
import { calledSoFar, freeSlot, nextId } from './seats';

/** As many are called into one call at most, one after another: whoever calls on and on is no agent. */
const MOST_CALLED = 20;
/** As much of an e-mail address as is kept with a call. */
export const LONGEST_NAME = 64;

/** Whom to call: the address that is called, and what of it may be kept and shown. */
export interface Guest {
  address: string;
  shown: Pick<OtherFacts, 'to' | 'who'>;
}

/** What is known of a colleague. Attributes of workers are whatever somebody has put there. */
type Known = Record<'contact' | 'email', unknown>;

/** Where calls of a colleague ring, and their address. One request; two for who has no worker. */
async function reached(deps: Deps, agentId: string): Promise<Known | undefined> {
  const worker = deps.config.workspaceSid === undefined ? undefined : await findWorkerOf(deps, agentId);
  if (worker !== undefined)
    return { contact: worker.attributes.contact_uri, email: worker.attributes.email ?? worker.name };
  const person = (await deps.live.agents.get(agentId))?.data;
  return person && { contact: person.phone, email: person.email };
}

/** A colleague where their calls ring: one request, or two. Throws `not_found`, `not_connected`. */
async function colleague(deps: Deps, agentId: string): Promise<Guest> {
  const person = await reached(deps, agentId);
  const unknown = { field: 'agentId', problem: 'There is no such colleague.' };
  if (person === undefined) throw new Problem('not_found', unknown);
  const [address, email] = [String(person.contact), String(person.email)];
  if (!/^(client:[\w-]+|\+\d{7,15})$/.test(address))
    throw new Problem('not_connected', { field: 'agentId', problem: 'They have no phone and no browser.' });
  const to = address.startsWith('+') ? maskPhone(address) : address;
  return { address, shown: { to, who: email.slice(0, LONGEST_NAME) } };
}

/** Somebody by their number; no request. Throws `invalid_number`, `number_not_allowed`. */
export function byNumber(deps: Deps, RecipientNumber: string, caller: Caller): Guest {
  const address = destination(deps, RecipientNumber, caller);
  return { address, shown: { to: address } };
}

/** Throws `conflict` for who has one of the two places that every call has. */
export function isSomebodyElse(call: CallState, { address }: Guest): void {
  if (address === call.to || address === call.from)
    throw new Problem('conflict', { problem: 'They are in this call already.' });
}

const guestsOf = (call: CallState): [OtherId, OtherFacts][] =>
  Object.entries(call.others ?? {}).filter(([id]) => !isSupervisorId(id));

/** Who was called already and is still wanted: a second click means them. */
const sameGuest = (call: CallState, { shown }: Guest): OtherId | undefined =>
  guestsOf(call).find(
    ([, other]) => isWanted(other) && other.to === shown.to && other.who === shown.who,
  )?.[0];

/** The right to call somebody, as facts; nothing when they are called already, or there is no room. Pure. */
export function claimGuest(call: CallState, guest: Guest, by: string, at: number, random: string): Facts {
  const slot = freeSlot(call, GUEST_SLOTS);
  if (slot === undefined || calledSoFar(call) >= MOST_CALLED || sameGuest(call, guest) !== undefined)
    return {};
  return { others: { [nextId(call, slot, random)]: { at, by, ...guest.shown } } };
}

/** Who is called, where to, and by which number or browser. */
interface Called {
  id: OtherId;
  conference: string;
  address: string;
  /** Tell of the call as soon as it is placed, too. */
  initiated?: boolean;
}

/** Calls the guest into the conference: by its SID, so that none is made anew when it has just ended. */
async function dial(deps: Deps, ref: CallRef, call: CallState, called: Called): Promise<void> {
  const { id, conference, address: to, initiated } = called;
  await deps
    .twilio()
    .conferences(conference)
    .participants.create({
      from: callerIdOf(deps, call),
      to,
      label: labelOf(id),
      earlyMedia: true,
      beep: 'false',
      waitUrl: '',
      timeout: deps.config.ringSeconds.customer,
      endConferenceOnExit: false,
      statusCallback: otherStatusUrl(deps, ref, id),
      statusCallbackEvent: [...(initiated ? ['initiated'] : []), ...LINE_EVENTS],
    });
}

/** Whether somebody was called into a conference, by their label. One request. */
async function isThere(deps: Deps, conference: string, id: OtherId): Promise<boolean> {
  const everybody = deps.twilio().conferences(conference).participants;
  return (await everybody.list({ limit: 20, pageSize: 20 })).some(({ label }) => label === labelOf(id));
}

/** Calls a guest who has a place. One request, more when it fails or somebody has tried `again`. */
export async function callGuest(
  deps: Deps,
  ref: CallRef,
  call: CallState,
  called: Called,
  again = false,
): Promise<void> {
  if (again && (await isThere(deps, called.conference, called.id))) return;
  try {
    await dial(deps, ref, call, called);
  } catch (error) {
    // An answer was lost: it rings if they are in the conference. If nobody can tell, their line's reports will.
    if (maybePlaced(error) && (await isThere(deps, called.conference, called.id))) return;
    throw error;
  }
}

/** As `callGuest`; when it is refused, the place is free again. */
async function dialGuest(deps: Deps, ref: CallRef, call: CallState, called: Called): Promise<void> {
  try {
    await callGuest(deps, ref, call, called);
  } catch (error) {
    await settle(deps, ref, { others: { [called.id]: { refused: deps.now().getTime() } } }).catch((later) =>
      deps.log.failure(later),
    );
    throw error;
  }
}

/**
 * Calls a third person into a call: a number that policy allows, or a colleague where their calls ring. Those in the call
 * hear it ring, and then each other. Three requests; one more for a colleague (two for one without a
 * worker). Said again while
 * it rings it changes nothing. Fails with `invalid_number`, `number_not_allowed`, `not_found`, `forbidden`, `conflict`,
 * `call_ended`, `not_connected`, `too_many_guests`, `timeout`.
 */
export async function addToCall(deps: Deps, input: Input<typeof AddGuest>, caller: Caller): Promise<Success> {
  const { RecipientNumber, agentId = '' } = input;
  const byItself = RecipientNumber === undefined ? undefined : byNumber(deps, RecipientNumber, caller);
  const { answer, call, item, ref } = await openCall(deps, caller, input);
  const { conference } = placeOf(call, 'agent');
  const guest = byItself ?? (await colleague(deps, agentId));
  isSomebodyElse(call, guest);
  const at = deps.now().getTime();
  const random = deps.ids.unguessable();
  const mine = (id: OtherId) => id.slice(4) === random.slice(0, id.length - 4);
  const settled = await settle(
    deps,
    ref,
    // Written already, and read again because the answer was lost: it stays as it is.
    (known) =>
      guestsOf(known).some(([id]) => mine(id))
        ? {}
        : claimGuest(byNow(deps, known), guest, caller.agentId, at, random),
    item,
  );
  if (settled === undefined) throw new Problem('call_ended', { field: 'callId' });
  const id = guestsOf(settled.call).find(([one]) => mine(one))?.[0];
  if (id === undefined) {
    const same = sameGuest(settled.call, guest);
    if (same === undefined) throw new Problem('too_many_guests');
    return answer('They are being called already.', settled.call, same);
  }
  deps.log.note({ participant: id });
  await dialGuest(deps, ref, settled.call, { id, conference, address: guest.address });
  return answer('They are being called.', settled.call, id, 202);
}
