import * as v from 'valibot';
import { type Deps, type Input, Problem, type Success } from '../endpoint';
import type { Person } from '../live-state';
import { claimKey, newcomer } from './person';
import { unseal } from './seal';
import { openSession } from './sessions';
import { signIn } from './sign-in';
import { isSpent, type PhoneValidateClaims, read } from './tokens';
import { Code, checkCode, type VerificationView } from './verify';

const TOKEN = 'Send data.token of /setup/phone/init.';

/** Input of /setup/phone/validate. */
export const PhoneValidate = () =>
  v.object({
    token: v.pipe(v.string(TOKEN), v.maxLength(4096, TOKEN)),
    code: Code(),
  });

/** Checks the code; a code that is gone because this very token was used already is told as `token_used`. */
async function check(
  deps: Deps,
  agentId: string,
  claims: PhoneValidateClaims,
  code: string,
): Promise<VerificationView> {
  try {
    return await checkCode(deps, { verificationSid: claims.verification }, code);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'code_expired') throw error;
    const person = await deps.live.agents.get(agentId);
    throw isSpent(person?.data, claims) ? new Problem('token_used') : error;
  }
}

/**
 * Makes the number this person's. A claim of somebody whose record no longer has the number (they changed it, or
 * something broke half-way) is taken over by whoever has just proved to hold the phone. Throws `phone_in_use`.
 */
async function claim(deps: Deps, agentId: string, phone: string): Promise<void> {
  const { phoneClaims, agents } = deps.live;
  const key = claimKey(deps, phone);
  const mine = { v: 1, agent: agentId } as const;
  if ((await phoneClaims.create(key, mine)) !== undefined) return;
  const held = await phoneClaims.get(key);
  if (held?.data.agent === agentId) return;
  const holder = held && (await agents.get(held.data.agent));
  if (holder?.data.phone === phone) throw new Problem('phone_in_use');
  const taken = held
    ? await phoneClaims.replace(key, mine, held.revision)
    : await phoneClaims.create(key, mine);
  if (taken === undefined) throw new Problem('conflict');
}

/** The record that the step before has sealed, perhaps with the secret of before. */
function opened({ config }: Deps, sealed: string): Person {
  try {
    return unseal<Person>(config.jwtSecret, sealed);
  } catch (error) {
    if (config.jwtSecretPrevious === undefined) throw error;
    return unseal<Person>(config.jwtSecretPrevious, sealed);
  }
}

/**
 * Checks the code, makes the number the person's own and signs them in: three requests, two when the number was theirs.
 * Fails with `invalid_token`, `token_expired`, `token_used`, `wrong_code`, `code_expired`, `too_many_attempts`,
 * `phone_in_use`.
 */
export async function finishPhoneVerification(
  deps: Deps,
  { token, code }: Input<typeof PhoneValidate>,
): Promise<Success> {
  const claims = read<PhoneValidateClaims>(deps, 'phone-validate', token);
  const { sub: agentId, phone, email } = claims;
  const verification = await check(deps, agentId, claims, code);
  const person = opened(deps, claims.person);
  if (person.phone !== phone) await claim(deps, agentId, phone);

  const now = deps.now();
  const id = deps.ids.unguessable().slice(0, 16);
  const known = { key: agentId, data: person, revision: claims.revision };
  const verified = (current: Person | undefined) => {
    // A write whose answer was lost has been done.
    if (current?.sessions.some((session) => session.id === id)) return undefined;
    if (isSpent(current, claims)) throw new Problem('token_used');
    const session = openSession(current ?? newcomer(email, new Date(claims.at)), id, now.getTime());
    const at = now.toISOString();
    const emailVerifiedAt = new Date(claims.at).toISOString();
    return {
      data: { ...session.person, emailVerifiedAt, phone, phoneVerifiedAt: at, spent: now.getTime() },
      ttl: 0,
    };
  };
  const { current } = await deps.live.agents.change(agentId, verified, known);
  const session = current?.data.sessions.find((other) => other.id === id);
  if (current === undefined || session === undefined) throw new Problem('conflict');
  const { data, cookies } = signIn(deps, agentId, current.data, phone, session);
  return {
    message: 'Phone number verified successfully. You are signed in.',
    data: { ...data, verification },
    cookies,
  };
}
