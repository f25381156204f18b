import type { LegEnd } from '../../voice/device';
import type { AccessTokenError } from '../access-token';
import type { SignallingError } from './messages';

/** Codes that the SDK turns into errors of its own. https://www.twilio.com/docs/voice/sdks/error-codes */
export const ERRORS = {
  applicationNotFound: { code: 31001, message: 'TwiML application not found' },
  declined: { code: 31002, message: 'Connection declined' },
  malformed: { code: 31100, message: 'Malformed request' },
  /** The token lacks the grant for what was asked. */
  notAuthorised: { code: 31201, message: 'Authentication failed' },
  invalidToken: { code: 31204, message: 'JWT is invalid' },
  /** The SDK reports it as AccessTokenExpired, 20104. */
  expiredToken: { code: 31205, message: 'JWT token expired' },
  notFound: { code: 31404, message: 'Not found' },
  unavailable: { code: 31480, message: 'Temporarily unavailable' },
  busy: { code: 31486, message: 'Busy here' },
} as const satisfies Record<string, SignallingError>;

/** Why a token is refused, in the signalling's words. */
export function tokenError(error: AccessTokenError): SignallingError {
  if (error.code === 20104) return ERRORS.expiredToken;
  return { code: ERRORS.invalidToken.code, message: `${error.code} ${error.message}` };
}

/** What a page that called is told when its call ends before it was answered. */
export function failedCall(why: LegEnd): SignallingError | undefined {
  if (why === 'busy') return ERRORS.busy;
  if (why === 'no-answer') return ERRORS.unavailable;
  if (why === 'failed') return ERRORS.declined;
  return undefined;
}
