import type { Caller, Deps, Input, Success } from '../../endpoint';
import { inConference, openCall, placeOf } from './open';
import type { Announce, PressDigits } from './schemas';
import { digitsUrl, textUrl } from './speak';

/**
 * Presses keys for the customer's line, or for a guest's, as when a menu answers there: they alone hear the tones. Two
 * requests. Fails with `not_found`, `forbidden`, `call_ended`, `not_connected`.
 */
export async function pressInCall(
  deps: Deps,
  { digits, participant, ...named }: Input<typeof PressDigits>,
  caller: Caller,
): Promise<Success> {
  const { answer, call } = await openCall(deps, caller, named);
  const { conference, sid } = placeOf(call, participant);
  // They may be a secret: the log tells how many.
  deps.log.note({ participant, keys: digits.length });
  const announceUrl = digitsUrl(deps, call.id, digits);
  await inConference(() =>
    deps.twilio().conferences(conference).participants(sid).update({ announceUrl, announceMethod: 'POST' }),
  );
  return answer('The keys are pressed.', call, participant);
}

/**
 * Says something to everybody in a call who is not on hold. Two requests. Fails as
 * `pressInCall`.
 */
export async function announceInCall(
  deps: Deps,
  { text, language, ...named }: Input<typeof Announce>,
  caller: Caller,
): Promise<Success> {
  const { answer, call } = await openCall(deps, caller, named);
  const { conference } = placeOf(call, 'agent');
  const announceUrl = textUrl(deps, call.id, text, language ?? deps.config.locale);
  await inConference(() =>
    deps.twilio().conferences(conference).update({ announceUrl, announceMethod: 'POST' }),
  );
  return answer('It is being said.', call);
}
