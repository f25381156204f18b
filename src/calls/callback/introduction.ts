import type { Deps } from '../../endpoint';
import type { OfferedCall } from '../state';
import { sentence, spokenNumber } from '../words';

/** Who is to be called or has left a message, why, how long ago, in sentences. */
export function callbackIntroduction(deps: Deps, { offer, to }: OfferedCall): string {
  const { locale } = deps.config;
  const { name, reason, callback, message } = offer;
  const number = to === '' ? sentence('somebody', locale) : spokenNumber(to);
  const fill = { who: name ?? number, reason: reason === undefined ? '' : sentence(reason, locale) };
  const what = message === undefined ? 'callback' : 'message';
  const minutes = Math.floor((deps.now().getTime() - offer.queued) / 60_000);
  const waited = minutes < 1 ? 'waitedLittle' : minutes === 1 ? 'waitedAMinute' : 'waited';
  const parts = [
    sentence(reason === undefined ? what : `${what}For`, locale, fill),
    // A message doesn't mind.
    ...(message === undefined ? [sentence(waited, locale, { minutes: String(minutes) })] : []),
    ...(callback === undefined || callback.attempt === 1
      ? []
      : [sentence('attempt', locale, { attempt: String(callback.attempt), of: String(callback.of) })]),
    sentence(message === undefined ? 'callBack' : 'hearMessage', locale),
  ];
  return parts.filter((part) => part !== '').join(' ');
}
