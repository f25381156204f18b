import type { PageConfig } from '../../src/page/contract';

/**
 * Tightens what the page may reach to what it needs here: Twilio, or on a developer's machine the emulator and nothing
 * else. The policy in index.html allows both, because it is written before either is known; of two policies a request
 * must pass both. https://www.w3.org/TR/CSP3/#multiple-policies
 */
export function tightenPolicy({ sdkOrigin }: PageConfig): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  const hosts =
    sdkOrigin === null
      ? 'wss://*.twilio.com https://*.twilio.com'
      : `${sdkOrigin} ${sdkOrigin.replace('http', 'ws')}`;
  meta.content = `connect-src 'self' ${hosts}`;
  document.head.append(meta);
}
