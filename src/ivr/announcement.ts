import type { PositionAnswer } from '../queue';
import { announcedMinutes, type Locale, sentence, spokenWait } from './words';

/** What a waiting caller was told last. Carried by the URLs. */
export interface Told {
  /** How long they had waited then. Seconds. */
  said: number;
  /** The smallest number they were told. */
  position?: number;
  /** The shortest wait they were told, as told. */
  minutes?: number;
  /** How long they had waited when they were last told that they need not wait on. Seconds. */
  offered?: number;
}

/** Who waits longer than this is told what else there is, and again after so long. Seconds. */
const OFFER = { after: 20, again: 65 };

/** Whether to tell a caller that they may be called back, or leave a message. `queueTime`: seconds. */
export const isTimeToOffer = (queueTime: number, { offered }: Pick<Told, 'offered'>): boolean =>
  offered === undefined ? queueTime >= OFFER.after : queueTime - offered >= OFFER.again;

/** How often somebody who waits is spoken to. Seconds. */
export const INTERVAL_SECONDS = 35;

/** Whether to speak now, or to let the music go on. `queueTime`: seconds; undefined when Twilio doesn't tell. */
export const isDue = (queueTime: number | undefined, told: Told | undefined): boolean =>
  told === undefined || queueTime === undefined || queueTime - told.said >= INTERVAL_SECONDS;

/**
 * What to say about the place in the queue. A number that has grown, because somebody more urgent came, is never told:
 * who hears "2, 1, 3" thinks they were forgotten. Neither is a wait that has become longer.
 */
export function announcement(
  locale: Locale,
  where: PositionAnswer | undefined,
  queueTime: number,
  before: Told | undefined,
): { text: string; told: Told } {
  const told: Told = { ...before, said: queueTime };
  const texts = before === undefined ? [] : [sentence('thanks', locale)];
  const position = where?.waiting ? where.position : null;
  if (position === null || position > (before?.position ?? position))
    return { text: [...texts, sentence('soon', locale)].join(' '), told };
  told.position = position;
  texts.push(
    position === 1 ? sentence('next', locale) : sentence('position', locale, { position: String(position) }),
  );
  const estimated = where?.estimatedWaitSeconds ?? null;
  const minutes = estimated === null ? undefined : announcedMinutes(estimated);
  if (minutes !== undefined && minutes <= (before?.minutes ?? minutes)) {
    told.minutes = minutes;
    texts.push(sentence('estimate', locale, { wait: spokenWait(minutes, locale) }));
  }
  return { text: texts.join(' '), told };
}
