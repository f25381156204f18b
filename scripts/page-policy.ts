/** Where Twilio's browser SDKs connect to. https://www.twilio.com/docs/sync/network-connectivity-requirements and https://www.twilio.com/docs/voice/sdks/network-connectivity-requirements */
const TWILIO = [
  'wss://tsock.us1.twilio.com',
  'wss://voice-js.roaming.twilio.com',
  'https://eventgw.twilio.com',
];

/** The same on a developer's machine, where the emulator takes a port that is not known before it starts. */
const LOCAL = ['ws://localhost:*', 'http://localhost:*', 'ws://127.0.0.1:*', 'http://127.0.0.1:*'];

/**
 * What the page may load and reach at most. It tightens `connect-src` by itself to one of the two lists as soon as it
 * knows where it runs (assets/app/policy.ts): two policies hold together. `frame-ancestors` does nothing in a meta tag.
 * https://www.w3.org/TR/CSP3/
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self' blob:",
  `connect-src 'self' ${[...TWILIO, ...LOCAL].join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
