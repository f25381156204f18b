import { ConfigError } from '../config';
import { Contention } from '../live-state';
import { failureOf } from '../twilio';
import { type ErrorCode, Problem } from './errors';

/**
 * Twilio's error codes that mean the same wherever they occur. https://www.twilio.com/docs/api/errors
 * What a code means in one use case only (20404 on a code check) is decided there.
 */
const byCode = (): Record<number, ErrorCode> => ({
  20003: 'not_configured', // wrong credentials
  20429: 'upstream_busy', // too many concurrent requests
  21210: 'not_configured', // caller id is not ours
  21211: 'invalid_number', // `To` is no phone number
  21213: 'not_configured', // no caller id
  21215: 'number_not_allowed', // geographic permission of the account
  21216: 'number_not_allowed', // Twilio doesn't call this number
  21217: 'invalid_number',
  60202: 'too_many_attempts',
  60203: 'too_many_codes',
  60207: 'too_many_codes',
  60212: 'too_many_codes',
  60200: 'code_not_sent', // Verify takes the address or number for invalid
  60205: 'code_not_sent', // no SMS to a landline
  60217: 'not_configured', // no e-mail integration
  60222: 'not_configured', // sender of e-mail not verified
  60410: 'code_not_sent', // blocked by Verify's fraud guard
  60605: 'number_not_allowed', // geographic permission of Verify
});

/** Seconds after which Verify counts anew: the life of a code. https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts */
const VERIFY_WINDOW = 600;

const WAIT: Partial<Record<ErrorCode, number>> = {
  too_many_attempts: VERIFY_WINDOW,
  too_many_codes: VERIFY_WINDOW,
  upstream_busy: 2,
  conflict: 1,
};

function codeFor(error: unknown): ErrorCode {
  if (error instanceof ConfigError) return 'not_configured';
  if (error instanceof Contention) return 'conflict';
  const failure = failureOf(error);
  if (failure === undefined) return 'internal';
  if (failure.kind === 'timeout') return 'timeout';
  if (failure.kind === 'connection') return 'upstream_failed';
  const known = failure.code === undefined ? undefined : byCode()[failure.code];
  if (known !== undefined) return known;
  if (failure.status === 401 || failure.status === 403) return 'not_configured';
  return failure.status === 429 || failure.status === 503 ? 'upstream_busy' : 'upstream_failed';
}

/** What the caller is told of whatever was thrown. The original stays as `cause`, for the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = codeFor(error);
  const retryAfter = WAIT[code];
  return new Problem(code, retryAfter === undefined ? undefined : { retryAfter }, error);
}
