import { type Caller, type Deps, type Input, Problem, type Success } from '../../endpoint';
import { leavesCustomerAlone, standOf } from '../state';
import { inConference, openCall, placeOf, shownWith } from './open';
import type { HoldParticipant, MuteParticipant } from './schemas';
import { musicUrl } from './speak';

/** How Twilio says that a participant takes part. */
interface Told {
  muted: boolean;
  hold: boolean;
}

/**
 * Changes how a participant takes part: two requests. Said again it changes nothing. Of two who
 * say it at once the last one stands: Twilio counts its events, and the live call shows both what came of it.
 */
async function change(
  deps: Deps,
  caller: Caller,
  { participant, ...named }: Input<typeof HoldParticipant>,
  wanted: { hold?: boolean; holdUrl?: string; holdMethod?: string; muted?: boolean },
  message: string,
): Promise<Success> {
  const { answer, call } = await openCall(deps, caller, named);
  const place = placeOf(call, participant);
  if (wanted.hold && participant !== 'customer' && leavesCustomerAlone(call, participant))
    throw new Problem('conflict', {
      field: 'participant',
      problem: 'The customer would hear nobody.',
      fix: 'Put the customer on hold.',
    });
  deps.log.note({ participant, ...('hold' in wanted ? { hold: wanted.hold } : { muted: wanted.muted }) });
  const told: Told = await inConference(() =>
    deps.twilio().conferences(place.conference).participants(place.sid).update(wanted),
  );
  const { coach } = standOf(call, participant);
  const shown = shownWith(call, participant, place, {
    ...(told.muted ? { muted: true } : {}),
    ...(told.hold ? { held: true } : {}),
    ...(coach ? { coach } : {}),
  });
  return answer(message, shown, participant);
}

/**
 * Lets the customer, or whoever is named, hear music and nobody, until `unholdParticipant`. For the agent of the call,
 * and for supervisors. Fails with `not_found`, `forbidden`, `call_ended`, `not_connected`; with `conflict` when the
 * customer would then be alone in silence.
 */
export async function holdParticipant(
  deps: Deps,
  input: Input<typeof HoldParticipant>,
  caller: Caller,
): Promise<Success> {
  const music = { holdUrl: musicUrl(deps, input.callId), holdMethod: 'POST' };
  return change(deps, caller, input, { hold: true, ...music }, 'They are on hold.');
}

/** Lets somebody who was on hold hear and be heard again. Fails as `holdParticipant`. */
export async function unholdParticipant(
  deps: Deps,
  input: Input<typeof HoldParticipant>,
  caller: Caller,
): Promise<Success> {
  return change(deps, caller, input, { hold: false }, 'They are back.');
}

/** Lets nobody hear the agent, or whoever is named, or lets them be heard again. Fails as `holdParticipant`. */
export async function muteParticipant(
  deps: Deps,
  { muted, ...input }: Input<typeof MuteParticipant>,
  caller: Caller,
): Promise<Success> {
  return change(deps, caller, input, { muted }, muted ? 'Nobody hears them now.' : 'They are heard again.');
}
