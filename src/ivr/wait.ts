import type { Deps, Input, Reply } from '../endpoint';
import { type PositionAnswer, positionOf } from '../queue';
import { newDocument, say } from '../twilio';
import { announcement, isDue, type Told } from './announcement';
import type { Waiting } from './schemas';
import { PATHS } from './twiml';
import { sentence } from './words';

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

function toldOf({ said, position, minutes }: Input<typeof Waiting>): Told | undefined {
  if (said === undefined) return undefined;
  return {
    said,
    ...(position === undefined ? {} : { position }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}

const queryOf = (told: Told | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(told ?? {}).map(([key, value]) => [key, String(value)]));

/**
 * What a caller hears while they wait; Twilio asks again when it is over. First a sentence, at no cost, while the task
 * is made; then the place in the queue and music; then music, with a word every half a minute or so. Two requests at
 * most, and none for whoever asks within seconds of somebody else. Whoever is found twice, half a minute apart, to wait for
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
    response.redirect(
      { method: 'POST' },
      deps.webhookUrl(PATHS.wait, { language: locale, greeted: '1', ...queryOf(told), ...more }),
    );
  let told = toldOf(input);
  if (!input.greeted && told === undefined) {
    say(response, locale, sentence('welcomeToQueue', locale));
    again(told);
    return response.toString();
  }
  let gone = input.gone;
  if (isDue(queueTime, told)) {
    const where = callSid === '' ? null : await whereIs(deps, callSid, find);
    const waits = where === null || where?.waiting === true;
    if (!waits && gone) {
      // The task was canceled, or ran out, and Twilio keeps its caller in the queue all the same: nobody would come.
      deps.log.note({ left: 'no task' });
      response.leave();
      return response.toString();
    }
    gone = !waits;
    const next = announcement(locale, where ?? undefined, queueTime ?? told?.said ?? 0, told);
    say(response, locale, next.text);
    told = next.told;
  }
  response.play(musicOf(deps));
  again(told, gone ? { gone: '1' } : {});
  return response.toString();
}
