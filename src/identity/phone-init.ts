import * as v from 'valibot';
import { type Deps, type Input, Problem, type Success } from '../endpoint';
import type { Person, Versioned } from '../live-state';
import { readNumber } from '../numbers';
import { mayEnter } from './email';
import { NEWCOMER_TTL, newcomer } from './person';
import { seal } from './seal';
import { isSpent, issue, type PhoneSetupClaims, type PhoneValidateClaims, read } from './tokens';
import { sendCode } from './verify';

const TOKEN = 'Send data.token of /setup/email/validate.';
const NUMBER = 'Send one phone number with its country code, like +14155550100.';
const CHANNEL = 'Send sms or call, or leave it out for sms.';

/** Input of /setup/phone/init. */
export const PhoneInit = () =>
  v.object({
    token: v.pipe(v.string(TOKEN), v.maxLength(4096, TOKEN)),
    phoneNumber: v.pipe(v.string(NUMBER), v.maxLength(40, NUMBER)),
    channel: v.optional(v.picklist(['sms', 'call'], CHANNEL), 'sms'),
  });

/** As long as a code lives: later there is nothing to validate. Seconds. */
const VALIDATE_SECONDS = 10 * 60;

function ownNumber({ config }: Deps, text: string): string {
  const number = readNumber(text, config.allowedCountries);
  if (number.ok && number.e164 !== config.callerId) return number.e164;
  const problem = number.ok ? 'caller_id' : number.problem;
  const code = problem === 'not_a_number' ? 'invalid_number' : 'number_not_allowed';
  const countries = config.allowedCountries.join(', ');
  throw new Problem(code, {
    field: 'phoneNumber',
    problem,
    fix: `Send an ordinary mobile or landline number of your own (${countries}).`,
  });
}

/** The record of whoever proved the address; made again if it expired meanwhile. */
async function recordOf(
  { live }: Deps,
  agentId: string,
  claims: PhoneSetupClaims,
): Promise<Versioned<Person>> {
  const fresh = newcomer(claims.email, new Date(claims.at));
  const found =
    (await live.agents.get(agentId)) ??
    (await live.agents.create(agentId, fresh, NEWCOMER_TTL)) ??
    (await live.agents.get(agentId));
  if (found === undefined) throw new Problem('conflict');
  return found;
}

/**
 * Sends a code to the phone of somebody who has proved their e-mail address: two requests.
 * Fails with `invalid_token`, `token_expired`, `token_used`, `invalid_number`, `number_not_allowed`, `too_many_codes`,
 * `code_not_sent`. That a number is somebody else's is told only to who can read its codes.
 */
export async function startPhoneVerification(
  deps: Deps,
  { token, phoneNumber, channel }: Input<typeof PhoneInit>,
): Promise<Success> {
  const { sub: agentId, email, at } = read<PhoneSetupClaims>(deps, 'phone-setup', token);
  if (!mayEnter(deps.config, email)) throw new Problem('email_not_allowed');
  const phone = ownNumber(deps, phoneNumber);
  const { data: person, revision } = await recordOf(deps, agentId, { email, at });
  if (isSpent(person, { email, at })) throw new Problem('token_used');
  const sent = await sendCode(deps, phone, channel, { phoneNumber: phone, phoneAgent: agentId });
  const sealed = seal(deps.config.jwtSecret, person);
  const claims: PhoneValidateClaims = {
    email,
    at,
    phone,
    verification: sent.sid,
    person: sealed,
    revision,
  };
  return {
    message: 'OTP sent successfully to phone. Pass `data.token` and the code to the next step.',
    data: { ...sent, token: issue(deps, 'phone-validate', agentId, claims, VALIDATE_SECONDS) },
  };
}
