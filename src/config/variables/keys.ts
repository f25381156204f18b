import { optional, secret, sid } from '../values';
import type { Variable } from '../variable';

/** What signs tokens and sessions. */
export const keys = () =>
  ({
    apiKeySid: {
      name: 'API_KEY_SID',
      meaning:
        'The API key that signs what a browser shows to Twilio. Without it no live view and no calls from the browser.',
      example: 'SK00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'SK')),
    },
    apiKeySecret: {
      name: 'API_KEY_SECRET',
      meaning: 'The secret of that key, which Twilio tells only once.',
      example: 'replace-me-by-the-secret-of-the-key',
      fallback: '',
      secret: true,
      parse: (text: string) => optional(text, secret),
    },
    twimlAppSid: {
      name: 'TWIML_APP_SID',
      meaning:
        'The TwiML application that calls from a browser go to. Without it agents call with their phones only.',
      example: 'AP00000000000000000000000000000000',
      fallback: '',
      parse: (text: string) => optional(text, (given) => sid(given, 'AP')),
    },
    jwtSecret: {
      name: 'JWT_SECRET',
      meaning:
        'Signs sessions and one-time tokens. At least 32 characters; make one: openssl rand -base64 32',
      example: 'replace-me-by-openssl-rand-base64-32',
      secret: true,
      parse: secret,
    },
    jwtSecretPrevious: {
      name: 'JWT_SECRET_PREVIOUS',
      meaning:
        'The JWT_SECRET of before, while it is being changed: what it has signed is still taken. Nothing new is signed with it.',
      example: 'replace-me-by-the-jwt-secret-of-before',
      fallback: '',
      secret: true,
      parse: (text: string) => optional(text, secret),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
