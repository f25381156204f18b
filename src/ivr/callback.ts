import { callable, leaveNumber } from '../callbacks';
import type { Deps, Input, Reply } from '../endpoint';
import { newDocument, say } from '../twilio';
import { ALTERNATIVE_KEYS, callbackNumber, takesMessages } from './alternatives';
import type { CallbackKeys } from './schemas';
import { toldOf, waitingUrl } from './told';
import { PATHS } from './twiml';
import { type Locale, sentence } from './words';

/** How long a key is waited for, in seconds. */
const KEY_SECONDS = 5;
/** How often a number may be typed, and how often it is tried to keep it. */
const MOST_TIMES = 2;
/** A failure is mostly over after that. Seconds. */
const PAUSE_SECONDS = 1;

type Keys = Input<typeof CallbackKeys>;

/** A caller in the dialogue. They wait on meanwhile: when it is their turn an agent has them, whatever they are asked. */
interface Asked {
  deps: Deps;
  input: Keys;
  locale: Locale;
}

const digits = (number: string): string => [...number].join(' ');

const next = ({ deps, input, locale }: Asked, more: Record<string, string>): string =>
  waitingUrl(deps, locale, toldOf(input), { path: PATHS.callback, ...more });

/** Back to the music, with a word before. */
function waitOn(
  { deps, input, locale }: Asked,
  because?: 'cannotCall' | 'noCallback' | 'beingServed',
): Reply {
  const response = newDocument();
  if (because !== undefined) say(response, locale, sentence(because, locale));
  response.redirect({ method: 'POST' }, waitingUrl(deps, locale, toldOf(input)));
  return response.toString();
}

/** Says which number is to be called. Whoever presses nothing waits on. */
function askWhether(asked: Asked, number: string, isOther: boolean): Reply {
  const { deps, input, locale } = asked;
  const response = newDocument();
  const gather = response.gather({
    action: next(asked, { step: 'confirm', ...(isOther ? { number } : {}) }),
    input: ['dtmf'],
    numDigits: 1,
    timeout: KEY_SECONDS,
    finishOnKey: '',
  });
  const text = isOther
    ? sentence('callbackToOther', locale, { number: digits(number.slice(1)) })
    : sentence('callbackTo', locale, { number: digits(number.slice(-4)) });
  say(gather, locale, text);
  response.redirect({ method: 'POST' }, waitingUrl(deps, locale, toldOf(input)));
  return response.toString();
}

/** Asks for another number. */
function askNumber(asked: Asked, times: number, because?: 'cannotCall'): Reply {
  const { deps, input, locale } = asked;
  const response = newDocument();
  if (because !== undefined) say(response, locale, sentence(because, locale));
  const gather = response.gather({
    action: next(asked, { step: 'number', times: String(times) }),
    input: ['dtmf'],
    timeout: KEY_SECONDS,
    finishOnKey: '#',
  });
  say(gather, locale, sentence('otherNumber', locale));
  response.redirect({ method: 'POST' }, waitingUrl(deps, locale, toldOf(input)));
  return response.toString();
}

/** Keeps the number, and says goodbye. What fails is tried once more; then the caller waits on. */
async function keep(asked: Asked, number: string): Promise<Reply> {
  const { deps, input, locale } = asked;
  const { CallSid: callSid, QueueTime: waited = 0, times = 1 } = input;
  try {
    const left = await leaveNumber(deps, { callSid, number, language: locale, waited });
    if (left === 'taken') return waitOn(asked, 'beingServed');
  } catch (error) {
    deps.log.failure(error);
    if (times >= MOST_TIMES) return waitOn(asked, 'noCallback');
    const response = newDocument();
    response.pause({ length: PAUSE_SECONDS });
    const again = { step: 'confirm', times: String(times + 1), Digits: ALTERNATIVE_KEYS.callback };
    const other = input.number === undefined ? {} : { number: input.number };
    response.redirect({ method: 'POST' }, next(asked, { ...again, ...other }));
    return response.toString();
  }
  const response = newDocument();
  say(response, locale, sentence('willCallBack', locale));
  response.hangup();
  return response.toString();
}

/** Out of the queue: `/voice/left` then asks for a message. */
function leave(): Reply {
  const response = newDocument();
  response.leave();
  return response.toString();
}

/**
 * A caller who waits has pressed a key: 1 to be called back, 2 to leave a message. Says which number, takes another one,
 * and keeps it; some six requests at the end, none before. Any other key, or none, and they wait on.
 * https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
 */
export async function chooseCallback(deps: Deps, input: Keys): Promise<Reply> {
  const { Digits, step, number, times = 1 } = input;
  const asked: Asked = { deps, input, locale: input.language ?? deps.config.locale };
  deps.log.note({ callSid: input.CallSid, step });
  const own = callbackNumber(deps, input.From);
  if (step === 'choose' && Digits === ALTERNATIVE_KEYS.message && takesMessages(deps)) return leave();
  if (own === undefined) return waitOn(asked);
  if (step === 'choose')
    return Digits === ALTERNATIVE_KEYS.callback ? askWhether(asked, own, false) : waitOn(asked);
  if (step === 'number') {
    const typed = callable(deps, Digits);
    if (typed !== undefined) return askWhether(asked, typed, true);
    return times >= MOST_TIMES ? waitOn(asked, 'cannotCall') : askNumber(asked, times + 1, 'cannotCall');
  }
  if (Digits === '2') return askNumber(asked, 1);
  const wanted = number === undefined ? own : callable(deps, number);
  return Digits === '1' && wanted !== undefined ? keep(asked, wanted) : waitOn(asked);
}
