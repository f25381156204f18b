import { isOpen } from '../config';
import type { Deps, Input, Reply } from '../endpoint';
import { type Asked, languageOf, menuStep } from './menu';
import type { InboundCall, LeftQueue, MenuKey, QueueCall } from './schemas';
import { type Caller, findPlace } from './task';
import { enqueueTwiml, farewellTwiml, greetingTwiml, menuTwiml, silentTwiml } from './twiml';
import { closedTwiml, sorryTwiml } from './voicemail';
import { type Locale, otherLanguage, sentence } from './words';

/** There is no workflow to give calls to: the operator reads why in the log, the caller hears that it is not them. */
function notInService(deps: Deps, languages: Locale[]): Reply {
  deps.log.note({ refused: 'not_configured' });
  deps.log.failure(new Error('WORKFLOW_SID is missing: calls that come in have nowhere to go'));
  return farewellTwiml(languages.map((locale) => ({ locale, text: sentence('notInService', locale) })));
}

/** Queues the caller, or says that it can't be done. */
function queue(deps: Deps, caller: Caller): Reply {
  const { workflowSid } = deps.config;
  if (workflowSid === undefined) return notInService(deps, [caller.language]);
  if (caller.transferred) return enqueueTwiml(deps, workflowSid, caller, 'transferred');
  return enqueueTwiml(deps, workflowSid, caller, caller.returned ? 'lostAgent' : undefined);
}

/** A number of ours is called: greets in both languages and asks which. No request. */
export async function greetCaller(deps: Deps, input: Input<typeof InboundCall>): Promise<Reply> {
  deps.log.note({ callSid: input.CallSid });
  const { locale, workflowSid } = deps.config;
  if (workflowSid === undefined) return notInService(deps, [locale, otherLanguage(locale)]);
  return greetingTwiml(deps);
}

const FIRST: Asked = { times: 1, silent: 0 };

/** The language was chosen: tells the menu, or when to call. */
function afterLanguage(deps: Deps, language: Locale): Reply {
  const { businessHours, timeZone } = deps.config;
  if (isOpen(businessHours, timeZone, deps.now())) return menuTwiml(deps, language, FIRST);
  deps.log.note({ refused: 'closed' });
  return closedTwiml(deps, language);
}

/**
 * A key was pressed, or none: at the greeting or in the menu. Asks again or queues; nobody is asked for ever. One request
 * when it queues: who was to be called takes their place.
 */
export async function chooseInMenu(deps: Deps, input: Input<typeof MenuKey>): Promise<Reply> {
  const { CallSid: callSid, From: from, To: to, Digits, language } = input;
  deps.log.note({ callSid });
  if (language === undefined) return afterLanguage(deps, languageOf(Digits, deps.config.locale));
  const step = menuStep(Digits, { times: input.times ?? FIRST.times, silent: input.silent ?? FIRST.silent });
  if (step.do === 'ask') return menuTwiml(deps, language, step.asked, step.because);
  const { reason } = step;
  const about = reason === undefined ? {} : { reason };
  return queue(deps, { callSid, from, to, language, ...about, place: await findPlace(deps, from) });
}

/** Queues a call without asking: one that has lost its agent, was transferred, or is meant for somebody. No request. */
export async function queueCaller(deps: Deps, input: Input<typeof QueueCall>): Promise<Reply> {
  const { CallSid: callSid, From: from, To: to, reason, returned, transferred, contactUri } = input;
  deps.log.note({ callSid });
  return queue(deps, {
    callSid,
    from,
    to,
    language: input.language ?? deps.config.locale,
    returned: returned === true,
    transferred: transferred === true,
    ...(reason === undefined ? {} : { reason }),
    ...(contactUri === undefined ? {} : { contactUri }),
  });
}

/** The call is over, or somebody has taken it: there is nobody to say anything to. */
const SERVED = ['hangup', 'bridged', 'bridging-in-process', 'redirected', 'redirected-from-bridged'];

/**
 * A call has left the queue. Whoever is still on the line without an agent hears why, and may leave a message, or is told
 * when to call again. No request.
 * https://www.twilio.com/docs/voice/twiml/enqueue#action
 */
export async function leaveQueue(deps: Deps, input: Input<typeof LeftQueue>): Promise<Reply> {
  deps.log.note({ left: input.QueueResult });
  if (SERVED.includes(input.QueueResult)) return silentTwiml();
  const locale = input.language ?? deps.config.locale;
  const { reason } = input;
  // Whoever waited and leaves has heard why, or wanted to.
  if (input.QueueResult === 'leave') return sorryTwiml(deps, locale, { reason });
  const key = input.QueueResult === 'queue-full' ? 'queueFull' : 'nobodyFree';
  return sorryTwiml(deps, locale, { key, reason });
}
