import type { Cookie } from './types';

/** A browser takes a Secure cookie over plain http from localhost only, and Safari not even there. */
const isSecure = (domain: string): boolean => !/^(localhost|127\.0\.0\.1)(:|$)/.test(domain);

/**
 * A browser takes a cookie of such a name only from this very host, not from a neighbour below the same domain. Every
 * Twilio customer has a host below twil.io, and could plant a session of theirs with `Domain=twil.io`.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
const PREFIX = '__Host-';
const prefixFor = (domain: string): string => (isSecure(domain) ? PREFIX : '');

/** A cookie as it is set: its name in the browser, and its attributes. */
export function cookieToSet(
  { name, maxAge }: Cookie,
  domain: string,
): { name: string; attributes: string[] } {
  const secure = isSecure(domain) ? ['Secure'] : [];
  const attributes = ['Path=/', `Max-Age=${maxAge}`, 'HttpOnly', 'SameSite=Strict', ...secure];
  return { name: prefixFor(domain) + name, attributes };
}

/** The cookies that we have set, by the names we know them by; any others don't count. */
export function cookiesOf(sent: Record<string, string>, domain: string): Record<string, string> {
  const prefix = prefixFor(domain);
  const ours = Object.entries(sent).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(ours.map(([name, value]) => [name.slice(prefix.length), value]));
}
