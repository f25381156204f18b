import type { CallView, LegView, TransferView } from '../../src/calls/contract';
import { who } from '../call/who';
import { language } from '../i18n';
import { tp } from '../i18n/late/past';

/** A time of day with its seconds. */
export const exactly = (at: string): string =>
  new Intl.DateTimeFormat(language.value, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(
    Date.parse(at),
  );

/** A person by what stands before the @ of their e-mail address. */
export const personIn = (email: string): string => email.split('@')[0] || email;

/** Whose line it was: their name, if it is known, else their number as far as it may be seen. */
export function nameOf({ label, name, number }: LegView): string {
  const known = name === undefined ? '' : personIn(name);
  if (known !== '') return known;
  if (number.includes('•')) return number;
  // A browser says nothing that the role beside it does not.
  return label !== 'customer' && !number.startsWith('+') ? tp('browser') : who(number);
}

/** What became of a transfer. */
export function transferInWords({ to, target, phase }: TransferView): string {
  const whom = target === 'number' ? who(to) : personIn(to);
  return tp(phase === 'done' ? 'transfer.done' : 'transfer.not', { who: whom });
}

/** What the call was about, and how long the caller waited for it. */
export function aboutInWords({ offer, connectedAt, endedAt }: CallView): string | undefined {
  if (offer === undefined) return undefined;
  const until = connectedAt ?? endedAt;
  const about = tp(offer.reason === undefined ? 'about.any' : `about.${offer.reason}`);
  if (until === undefined) return about;
  const seconds = Math.max(0, Math.round((Date.parse(until) - Date.parse(offer.queuedAt)) / 1000));
  return tp('about.waited', { about, seconds });
}
