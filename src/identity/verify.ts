import * as v from 'valibot';
import { RATE_LIMITS } from '../config';
import { type Deps, keyedHash, Problem } from '../endpoint';
import { answered } from '../twilio';

const FIX = 'Send the digits of the code as text, like "123456".';

/** A code as people paste it, with spaces and dashes. https://www.twilio.com/docs/verify/api/service (CodeLength 4-10) */
export const Code = () =>
  v.pipe(
    v.string(FIX),
    v.maxLength(40, FIX),
    v.transform((text) => text.replace(/[\s\u2010-\u2015-]/g, '')),
    v.regex(/^\d{4,10}$/, FIX),
  );

/** What a caller is shown of a verification. */
export interface VerificationView {
  status: string;
  valid: boolean;
  sid: string;
}

/** Seconds a code lives, and so the time until Verify counts anew. */
const CODE_LIFE = 600;

type Limit = keyof typeof RATE_LIMITS;

/**
 * Sends a code. One request. `limits` says what to count, by what; values leave us as keyed hashes.
 * Throws `too_many_codes`, `code_not_sent`, and what the endpoint kit makes of other failures.
 */
export async function sendCode(
  { twilio, config }: Deps,
  to: string,
  channel: 'email' | 'sms' | 'call',
  limits: Partial<Record<Limit, string>>,
): Promise<VerificationView & { to: string; channel: string }> {
  const rateLimits: Record<string, string> = {};
  for (const [limit, value] of Object.entries(limits) as [Limit, string][])
    rateLimits[RATE_LIMITS[limit].uniqueName] = keyedHash(config.jwtSecret, value);
  try {
    const sent = await twilio()
      .verify.v2.services(config.verifyServiceSid)
      .verifications.create({
        to,
        channel,
        rateLimits,
        ...(channel === 'email' ? {} : { locale: config.locale }),
      });
    const { status, valid, sid } = sent;
    return { to, channel, status, valid, sid };
  } catch (error) {
    // Whichever of Verify's limits it was (60203, 60212; 20429 for our own rate limits): the answer is the same.
    // https://www.twilio.com/docs/verify/api/programmable-rate-limits
    if (answered(error, 429)) throw new Problem('too_many_codes', { retryAfter: CODE_LIFE }, error);
    throw error;
  }
}

/**
 * Checks a code, by address or by the verification's SID. One request. Returns only if it is right.
 * Throws `wrong_code`, `code_expired` (also when used before), `too_many_attempts`.
 */
export async function checkCode(
  { twilio, config }: Deps,
  which: { to: string } | { verificationSid: string },
  code: string,
): Promise<VerificationView> {
  try {
    const { status, valid, sid } = await twilio()
      .verify.v2.services(config.verifyServiceSid)
      .verificationChecks.create({ ...which, code });
    if (status === 'approved') return { status, valid, sid };
    // A wrong code is answered with 200 and the verification still pending.
    if (status === 'pending') throw new Problem('wrong_code', { field: 'code' });
    if (status === 'max_attempts_reached')
      throw new Problem('too_many_attempts', { field: 'code', retryAfter: CODE_LIFE });
    throw new Problem('code_expired', { field: 'code' });
  } catch (error) {
    // Verify forgets a verification that expired, was approved, or never was.
    if (answered(error, 404)) throw new Problem('code_expired', { field: 'code' });
    throw error;
  }
}
