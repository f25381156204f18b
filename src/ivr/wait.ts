import type { Deps, Input, Reply } from '../endpoint';
import { type PositionAnswer, positionOf } from '../queue';
import { newDocument, say } from '../twilio';
import { alternativesFor, alternativesText, takesMessages } from './alternatives';
import { announcement, isDue, isTimeToOffer, type Told } from './announcement';
import type { Waiting } from './schemas';
import { toldOf, waitingUrl } from './told';
import { PATHS } from './twiml';
import { type Locale, sentence } from './words';

/** Played when the settings name none: half a minute of our own, as a piece is played to its end before Twilio asks again. */
const MUSIC = '/music/wait.wav';

/** Longer than this nobody waits for a number in silence: then there is music without. */
const PATIENCE_MS = 1500;

/** How it is found out where a caller stands. */
export type FindPosition = (deps: Deps, which: { callSid: string }) => Promise<PositionAnswer | undefined>;

/** Without what our addresses have for webhooks only. */
const musicOf = (deps: Deps): string => deps.config.waitMusic ?? deps.webhookUrl(MUSIC).replace(/#.*$/, '');

/** Where the caller stands; null when that can't be told in time, undefined when there is no task for them. Never fails. */
async function whereIs(
  deps: Deps,
  callSid: string,
  find: FindPosition,
): Promise<PositionAnswer | null | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      deps.log.note({ position: 'late' });
      resolve(null);
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([find(deps, { callSid }), late]);
  } catch (error) {
    deps.log.failure(error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Keys count from now on, also while music plays. */
const listening = (deps: Deps, response: ReturnType<typeof newDocument>, locale: Locale, told?: Told) =>
  response.gather({
    action: waitingUrl(deps, locale, told, { path: PATHS.callback, step: 'choose' }),
    input: ['dtmf'],
    numDigits: 1,
    // The music is the time for a key.
    timeout: 1,
    finishOnKey: '',
  });

/**
 * What a caller hears while they wait; Twilio asks again when it is over. First a sentence, at no cost, while the task
 * is made; then the place in the queue and music; then music, with a word every half a minute or so. Two requests at
 * most, and none for whoever asks within seconds of somebody else. Who has waited for a while is told now and then that they
 * may be called back, or leave a message; the keys for it count all the time. Whoever is found twice, half a minute apart, to wait for
 * nothing leaves the queue, so that /voice/left can tell them.
 * https://www.twilio.com/docs/taskrouter/task-evaluation
 */
export async function entertain(
  deps: Deps,
  input: Input<typeof Waiting>,
  find: FindPosition = positionOf,
): Promise<Reply> {
  const locale = input.language ?? deps.config.locale;
  const { CallSid: callSid, QueueTime: queueTime } = input;
  deps.log.note({ callSid });
  const response = newDocument();
  const again = (told: Told | undefined, more: Record<string, string> = {}) =>
    response.redirect({ method: 'POST' }, waitingUrl(deps, locale, told, more));
  let told = toldOf(input);
  if (!input.greeted && told === undefined) {
    const keeps = input.keeps ? `${sentence('calledIn', locale)} ` : '';
    say(response, locale, keeps + sentence('welcomeToQueue', locale));
    again(told);
    return response.toString();
  }
  let gone = input.gone;
  const others = alternativesFor(deps, input.From);
  const texts: string[] = [];
  if (isDue(queueTime, told)) {
    const where = callSid === '' ? null : await whereIs(deps, callSid, find);
    const waits = where === null || where?.waiting === true;
    if (!waits && gone) {
      // The task was canceled, or ran out, and Twilio keeps its caller in the queue all the same: nobody would come.
      deps.log.note({ left: 'no task' });
      if (takesMessages(deps)) say(response, locale, sentence('nobodyFree', locale));
      response.leave();
      return response.toString();
    }
    gone = !waits;
    const next = announcement(locale, where ?? undefined, queueTime ?? told?.said ?? 0, told);
    texts.push(next.text);
    told = next.told;
    if (others !== undefined && isTimeToOffer(told.said, told)) {
      texts.push(alternativesText(others, locale));
      told = { ...told, offered: told.said };
    }
  }
  const place = others === undefined ? response : listening(deps, response, locale, told);
  for (const text of texts) say(place, locale, text);
  place.play(musicOf(deps));
  again(told, gone ? { gone: '1' } : {});
  return response.toString();
}
