import type { Deps } from '../../endpoint';
import { newDocument } from '../../twilio';
import { musicUrl } from '../control/speak';
import type { CallRef } from '../items';
import { alreadyOver, maybePlaced } from '../lines';
import { settle } from '../settle';
import {
  type CallState,
  hasEnded,
  isSupervisorId,
  isWanted,
  labelOf,
  type OtherFacts,
  type OtherId,
  pickedUp,
  roomWith,
  standOf,
} from '../state';
import { CONFERENCE_EVENTS, farewellTwiml, otherStatusUrl, statusUrl } from '../twiml';

interface Companion {
  id: OtherId;
  facts: OtherFacts;
  /** `CA…` */
  sid: string;
}

/** Everybody who is in the conference beside the agent, the customer and whom the customer is transferred to. */
function companionsOf(call: CallState): Companion[] {
  return Object.entries(call.others ?? {}).flatMap(([id, facts]) => {
    const { line } = facts;
    const isIn = line !== undefined && pickedUp(line) && isWanted(facts) && roomWith(call, id) !== undefined;
    return isIn && id !== call.transfer?.guest ? [{ id, facts, sid: line.sid }] : [];
  });
}

/** The guests among them: who takes part in the conversation. */
export const guestsIn = (call: CallState): Companion[] =>
  companionsOf(call).filter(({ id }) => !isSupervisorId(id));

/** A supervisor who is in the conference. */
export const supervisorIn = (call: CallState): Companion[] =>
  companionsOf(call).filter(({ id }) => isSupervisorId(id));

/** Into the conference that the customer goes to, with music until the customer or the agent is in it. */
function guestTwiml(deps: Deps, ref: CallRef, room: string, { id }: Companion, muted: boolean): string {
  const response = newDocument();
  response.dial().conference(
    {
      participantLabel: labelOf(id),
      muted,
      startConferenceOnEnter: false,
      endConferenceOnExit: false,
      beep: 'false',
      waitUrl: musicUrl(deps, ref.call),
      waitMethod: 'POST',
      statusCallback: statusUrl(deps, ref, 'conference'),
      statusCallbackEvent: [...CONFERENCE_EVENTS],
    },
    room,
  );
  response.hangup();
  return response.toString();
}

/** Brings one guest over. One request, two when its answer was lost. False: they have hung up, or stay behind. */
async function lead(deps: Deps, ref: CallRef, first: CallState, room: string, guest: Companion) {
  const muted = standOf(first, guest.id).muted === true;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await deps
        .twilio()
        .calls(guest.sid)
        .update({
          twiml: guestTwiml(deps, ref, room, guest, muted),
          statusCallback: otherStatusUrl(deps, ref, guest.id),
        });
      return true;
    } catch (error) {
      if (alreadyOver(error)) return false;
      deps.log.failure(error);
      if (attempt > 0 || !maybePlaced(error)) return false;
    }
  }
}

/**
 * The customer is about to go to a colleague's conference, which ends this one: its guests go before, so that they are
 * there when the customer comes, and are guests of the colleague's call from then on, with their places and who is
 * muted; who was on hold is not. A customer is never kept for a guest: who can't be brought over stays behind, and the
 * end of the conference ends their line. No request when there are none, else two and one a guest. Safe to repeat.
 *
 * @param ref the colleague's call
 * @param room the name of its conference
 */
export async function takeAlong(deps: Deps, first: CallState, ref: CallRef, room: string): Promise<void> {
  const guests = guestsIn(first);
  if (guests.length === 0) return;
  const at = deps.now().getTime();
  try {
    const places = Object.fromEntries(
      guests.map(({ id, facts: { to, who, by, line } }) => [
        id,
        {
          at,
          ...(to === undefined ? {} : { to }),
          ...(who === undefined ? {} : { who }),
          ...(by === undefined ? {} : { by }),
          ...(line === undefined ? {} : { line }),
        },
      ]),
    );
    const settled = await settle(deps, ref, (known) => (hasEnded(known) ? {} : { others: places }));
    const there = settled?.call;
    // Who was brought over by an attempt that failed later is in there already.
    const missing = guests.filter(({ id }) => there === undefined || roomWith(there, id) === undefined);
    const came = await Promise.all(missing.map((guest) => lead(deps, ref, first, room, guest)));
    const left = missing.filter((_, n) => came[n] === false);
    if (left.length === 0) return;
    const over = left.map(({ id, sid }) => [id, { line: { sid, status: 'completed' as const, ended: at } }]);
    await settle(deps, ref, { others: Object.fromEntries(over) });
  } catch (error) {
    deps.log.failure(error);
  }
}

/**
 * Those who can't stay where a customer is handed on hear so, instead of a line that is cut. One request each, at once;
 * safe to repeat.
 */
export async function seeOff(deps: Deps, who: Companion[]): Promise<void> {
  const tell = async ({ sid }: Companion): Promise<void> => {
    try {
      await deps
        .twilio()
        .calls(sid)
        .update({ twiml: farewellTwiml(deps, 'handedOn') });
    } catch (error) {
      if (!alreadyOver(error)) throw error;
    }
  };
  const outcomes = await Promise.allSettled(who.map(tell));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
