/**
 * How the texts of environment variables are read: each gets the trimmed text and returns its value, or throws an Error
 * whose message says what it should be.
 */

function matching(text: string, pattern: RegExp, shape: string): string {
  if (!pattern.test(text)) throw new Error(`should be ${shape}`);
  return text;
}

/** A comma-separated list; empty parts are dropped. */
export function listOf<T>(text: string, each: (part: string) => T): T[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(each);
}

/** As `listOf`, with at least one part. */
export function someOf<T>(text: string, each: (part: string) => T, example: string): T[] {
  const list = listOf(text, each);
  if (list.length === 0) throw new Error(`should name at least one, like ${example}`);
  return list;
}

/** A whole number within bounds, both included. */
export function whole(text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Error(`should be a whole number from ${min} to ${max}`);
  return value;
}

/** One of a few words, in whatever case. */
export function oneOf<const T extends string>(text: string, values: readonly T[]): T {
  const found = values.find((value) => value === text.toLowerCase());
  if (found === undefined) throw new Error(`should be one of ${values.join(', ')}`);
  return found;
}

/** A phone number: +, country code, number. https://www.twilio.com/docs/glossary/what-e164 */
export const e164 = (text: string): string =>
  matching(text, /^\+[1-9]\d{6,14}$/, 'a number in E.164 form, like +14155550199');

/** A Twilio SID of one kind. https://www.twilio.com/docs/glossary/what-is-a-sid */
export const sid = (text: string, prefix: 'VA' | 'IS' | 'AP' | 'SK' | 'WS' | 'WW'): string =>
  matching(text, new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i'), `a SID: ${prefix} and 32 hex digits`);

/** An e-mail address, in lower case. */
export const email = (text: string): string =>
  matching(text, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address').toLowerCase();

/** A domain of e-mail addresses, in lower case. */
export function domain(text: string): string {
  const name = text.toLowerCase().replace(/^@/, '');
  return matching(name, /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'a domain like example.com');
}

/** ISO 3166-1, in upper case. */
export const country = (text: string): string =>
  matching(text.toUpperCase(), /^[A-Z]{2}$/, 'a two-letter country code like US');

/** Scheme, host and port of a page. */
export function origin(text: string): string {
  const wanted = text.toLowerCase().replace(/\/$/, '');
  if (!URL.canParse(text) || new URL(text).origin !== wanted)
    throw new Error('should be an origin like https://crm.example.com');
  return wanted;
}

/** What may be left out: undefined then. */
export const optional = <T>(text: string, parse: (text: string) => T): T | undefined =>
  text === '' ? undefined : parse(text);

/** A time zone by its IANA name. */
export function zone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new Error('should be the name of a time zone, like America/New_York');
  }
}

/** An https address. */
export function webAddress(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== 'https:')
    throw new Error('should be an address like https://example.com/music.mp3');
  return text;
}

/** Something long enough that nobody guesses it. */
export function secret(text: string): string {
  // Copied from sample.env it would be known to everybody.
  if (text.startsWith('replace-me')) throw new Error('should be a secret of your own');
  return matching(text, /^.{32,}$/, 'at least 32 characters');
}

/** Only this machine: with another address a page would hand its tokens to whoever answers there. */
export function loopback(text: string): string | undefined {
  if (text === '') return undefined;
  const wanted = text.replace(/\/$/, '');
  if (!/^http:\/\/(localhost|127\.0\.0\.1):\d{1,5}$/.test(wanted))
    throw new Error('should be an origin on this machine, like http://localhost:3001');
  return wanted;
}

/** "agent,customer" in seconds. Twilio's own bounds are 5 to 600. https://www.twilio.com/docs/voice/api/call-resource */
export function rings(text: string): { agent: number; customer: number } {
  const [agent, customer, ...more] = listOf(text, (part) => whole(part, 5, 600));
  if (agent === undefined || customer === undefined || more.length > 0)
    throw new Error('should be two numbers, agent and customer, like 20,30');
  return { agent, customer };
}
