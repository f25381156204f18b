import * as v from 'valibot';
import { type Deps, type Input, Problem, type PublicCaller, type Success } from '../endpoint';
import { agentIdOf, EmailAddress, mayEnter } from './email';
import { NEWCOMER_TTL, newcomer } from './person';
import { issue, type PhoneSetupClaims } from './tokens';
import { Code, checkCode, sendCode } from './verify';

/** Input of /setup/email/init. */
export const EmailInit = () => v.object({ email: EmailAddress() });
/** Input of /setup/email/validate. */
export const EmailValidate = () => v.object({ email: EmailAddress(), code: Code() });

/** Seconds to finish the phone step in. */
const SETUP_SECONDS = 5 * 60;

function requireAllowed({ config }: Deps, email: string): void {
  if (!mayEnter(config, email)) throw new Problem('email_not_allowed', { field: 'email' });
}

/**
 * Sends a code to an e-mail address that may sign up: one request. Known and new people get the same answer.
 * Fails with `email_not_allowed`, `too_many_codes`, `code_not_sent`.
 */
export async function startEmailVerification(
  deps: Deps,
  { email }: Input<typeof EmailInit>,
  { client }: PublicCaller,
): Promise<Success> {
  requireAllowed(deps, email);
  const data = await sendCode(deps, email, 'email', { emailAddress: email, emailClient: client });
  return { message: 'OTP sent successfully to email', data };
}

/**
 * Checks the code and answers with a token for the phone step: two requests.
 * Fails with `email_not_allowed`, `wrong_code`, `code_expired`, `too_many_attempts`.
 */
export async function finishEmailVerification(
  deps: Deps,
  { email, code }: Input<typeof EmailValidate>,
): Promise<Success> {
  requireAllowed(deps, email);
  const verification = await checkCode(deps, { to: email }, code);
  const now = deps.now();
  const agentId = agentIdOf(email);
  // Whoever is known keeps their record: the create then does nothing.
  await deps.live.agents.create(agentId, newcomer(email, now), NEWCOMER_TTL);
  const claims: PhoneSetupClaims = { email, at: now.getTime() };
  return {
    message: 'Email verified successfully. Pass `data.token` to the next step to set up phone number.',
    data: {
      email,
      token: issue(deps, 'phone-setup', agentId, claims, SETUP_SECONDS),
      verifiedAt: now.toISOString(),
      verification,
    },
  };
}
