import { isOpen } from '../config';
import { type Deps, type Input, Problem, type Reply } from '../endpoint';
import { positionOf } from '../queue';
import { announcement } from './announcement';
import { reasonOf } from './menu';
import type { HoursQuestion, PositionQuestion, TaskQuestion } from './schemas';
import { attributesOf, type Caller, findPlace, keepsPlace, priorityOf } from './task';
import { closedText, sorryText, whenToCall } from './twiml';
import type { FindPosition } from './wait';

/** For a flow: whether calls are taken now, and what to say if not. Texts are empty rather than absent. No request. */
export async function tellHours(deps: Deps, input: Input<typeof HoursQuestion>): Promise<Reply> {
  const { businessHours, timeZone, locale } = deps.config;
  const language = input.language ?? locale;
  const { hours = '', opens = '' } = whenToCall(deps, language);
  return {
    open: isOpen(businessHours, timeZone, deps.now()),
    language,
    hours,
    opens,
    // The flow goes on to /voice/voicemail, which says the rest.
    closed: closedText(deps, language, 'a message'),
    sorry: sorryText(deps, language, 'nobodyFree'),
  };
}

/** For a flow: where a caller stands, in numbers and as a sentence. Two requests at most. */
export async function tellPosition(
  deps: Deps,
  input: Input<typeof PositionQuestion>,
  find: FindPosition = positionOf,
): Promise<Reply> {
  const language = input.language ?? deps.config.locale;
  const where = await find(deps, { callSid: input.callSid });
  const { text } = announcement(language, where, 0, undefined);
  const { waiting = false, position = null, waitingInQueue = null } = where ?? {};
  return {
    waiting,
    position,
    waitingInQueue,
    estimatedWaitSeconds: where?.estimatedWaitSeconds ?? null,
    language,
    text,
  };
}

/**
 * For a flow: the attributes of the caller's task, as the text that the widget wants. One request: who was to be called
 * takes their place.
 */
export async function makeTask(deps: Deps, input: Input<typeof TaskQuestion>): Promise<Reply> {
  const chosen = input.Digits === undefined ? undefined : reasonOf(input.Digits);
  if (chosen !== undefined && input.reason !== undefined && chosen !== input.reason)
    throw new Problem('invalid_input', {
      fields: [{ field: 'reason', problem: 'wrong', fix: 'Send Digits or reason, not both.' }],
    });
  const reason = input.reason ?? (chosen === 'operator' ? undefined : chosen);
  const caller: Caller = {
    callSid: input.CallSid,
    from: input.From ?? '',
    to: input.To ?? '',
    language: input.language ?? deps.config.locale,
    ...(reason === undefined ? {} : { reason }),
    place: await findPlace(deps, input.From ?? ''),
  };
  return {
    attributes: JSON.stringify(attributesOf(caller)),
    priority: priorityOf(caller),
    keeps: keepsPlace(caller) ? '1' : '',
    reason: reason ?? '',
    language: caller.language,
  };
}
