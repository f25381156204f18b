import type { Deps } from '../endpoint';
import { newDocument, say } from '../twilio';
import { type Asked, OTHER_LANGUAGE_KEY } from './menu';
import { spokenHours, spokenOpening } from './spoken-hours';
import { attributesOf, type Caller, keepsPlace, priorityOf } from './task';
import { type Locale, otherLanguage, type SentenceKey, sentence } from './words';

/** Where Twilio asks for what a caller hears next. */
export const PATHS = {
  menu: '/voice/menu',
  queue: '/voice/queue',
  wait: '/voice/wait',
  left: '/voice/left',
  callback: '/voice/callback',
  voicemail: '/voice/voicemail',
  messageLeft: '/voice/voicemail/left',
} as const;

/** How long a key is waited for, in seconds. */
const LANGUAGE_SECONDS = 3;
const MENU_SECONDS = 5;

const numbered = (given: Record<string, string | number | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );

/** Thanks in both languages and asks which; whoever presses nothing gets the first. */
export function greetingTwiml(deps: Deps): string {
  const first = deps.config.locale;
  const other = otherLanguage(first);
  const action = deps.webhookUrl(PATHS.menu);
  const response = newDocument();
  const gather = response.gather({
    action,
    input: ['dtmf'],
    numDigits: 1,
    timeout: LANGUAGE_SECONDS,
    finishOnKey: '',
  });
  say(gather, first, sentence('greetingFirst', first, { key: '1' }));
  say(gather, other, sentence('greetingOther', other, { key: OTHER_LANGUAGE_KEY }));
  response.redirect({ method: 'POST' }, action);
  return response.toString();
}

/** Tells the menu and waits for a key; `because` of what it is told again. */
export function menuTwiml(deps: Deps, locale: Locale, asked: Asked, because?: 'wrongKey' | 'noKey'): string {
  const action = deps.webhookUrl(PATHS.menu, numbered({ language: locale, ...asked }));
  const response = newDocument();
  if (because !== undefined) say(response, locale, sentence(because, locale));
  const gather = response.gather({
    action,
    input: ['dtmf'],
    numDigits: 1,
    timeout: MENU_SECONDS,
    finishOnKey: '',
  });
  say(gather, locale, sentence('menu', locale));
  response.redirect({ method: 'POST' }, action);
  return response.toString();
}

/** Puts the caller into the queue. `first` is said before: the line has just gone quiet for them. */
export function enqueueTwiml(deps: Deps, workflowSid: string, caller: Caller, first?: SentenceKey): string {
  const { language, reason } = caller;
  const response = newDocument();
  if (first !== undefined) say(response, language, sentence(first, language));
  const enqueue = response.enqueue({
    workflowSid,
    waitUrl: deps.webhookUrl(PATHS.wait, { language, ...(keepsPlace(caller) ? { keeps: '1' } : {}) }),
    waitUrlMethod: 'POST',
    action: deps.webhookUrl(PATHS.left, { language, ...(reason === undefined ? {} : { reason }) }),
    method: 'POST',
  });
  enqueue.task({ priority: priorityOf(caller) }, JSON.stringify(attributesOf(caller)));
  deps.log.note({ queued: reason ?? 'anybody', returned: caller.returned === true });
  return response.toString();
}

/** When one may call, in sentences; nothing when that is always. */
export function whenToCall(deps: Deps, locale: Locale): { hours?: string; opens?: string } {
  const { businessHours, timeZone } = deps.config;
  const hours = spokenHours(businessHours, locale);
  const opens = spokenOpening(businessHours, timeZone, deps.now(), locale);
  return {
    ...(hours === undefined ? {} : { hours: sentence('hours', locale, { hours }) }),
    ...(opens === undefined ? {} : { opens: sentence('opens', locale, { opens }) }),
  };
}

/** What is said after hours, before the line ends or a message is asked for. */
export function closedText(deps: Deps, locale: Locale, then: 'goodbye' | 'a message' = 'goodbye'): string {
  const { hours, opens } = whenToCall(deps, locale);
  const thanks = then === 'goodbye' ? sentence('goodbye', locale) : undefined;
  return [sentence('closed', locale), hours, opens, thanks].filter((text) => text !== undefined).join(' ');
}

/** What is said to whom nobody could be found for. */
export function sorryText(deps: Deps, locale: Locale, key: 'queueFull' | 'nobodyFree'): string {
  const { hours } = whenToCall(deps, locale);
  const texts = [sentence(key, locale), sentence('callAgain', locale), hours, sentence('goodbye', locale)];
  return texts.filter((text) => text !== undefined).join(' ');
}

/** Says texts, each in its language, and hangs up. */
export function farewellTwiml(texts: { locale: Locale; text: string }[]): string {
  const response = newDocument();
  for (const { locale, text } of texts) say(response, locale, text);
  response.hangup();
  return response.toString();
}

/** Says nothing: the call is over, or goes on elsewhere. */
export const silentTwiml = (): string => newDocument().toString();
