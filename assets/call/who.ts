import { t } from '../i18n';
import { shown } from '../numbers';

/** RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS, UNAVAILABLE and no name at all, as the keys of a telephone spell them. */
const WITHHELD = ['7378742833', '2562533', '8656696', '266696687', '86282452253', '464'];

/** A number that can be called back. */
export const isNumber = (address: string): boolean =>
  /^\+\d{7,15}$/.test(address) && !WITHHELD.includes(address.slice(1));

/** Who is at the other end, for reading: a number, or what Twilio tells when there is none. */
export function who(address: string): string {
  if (isNumber(address)) return shown(address);
  return t(address.startsWith('client:') ? 'incoming.colleague' : 'incoming.withheld');
}
