import * as v from 'valibot';
import { type Caller, type Deps, Problem, type PublicCaller, type Success } from '../endpoint';
import type { Person } from '../live-state';
import { mayEnter } from './email';
import { closeSession, type Rotation, rotate } from './sessions';
import { COOKIE, signedOut, signIn } from './sign-in';
import { type RefreshClaims, read } from './tokens';

/** Input of the /session functions: none. */
export const NoInput = () => v.object({});

const ended = () => new Problem('session_ended');

/** The session in the cookie. Throws `no_session` without one, `session_ended` for one that is no good any more. */
function cookieOf(deps: Deps, { cookies }: PublicCaller) {
  const token = cookies[COOKIE];
  if (token === undefined || token === '')
    throw new Problem('no_session', { fix: 'Verify your e-mail address and your phone first.' });
  try {
    return read<RefreshClaims>(deps, 'refresh', token);
  } catch (error) {
    if (error instanceof Problem && error.code === 'token_expired') throw ended();
    throw error;
  }
}

/**
 * A new access token for the session in the cookie, and a new cookie: two requests. The old cookie stays good for
 * another 30 s, for a second tab; later than that it ends the session, because somebody has a copy.
 * Fails with `no_session`, `invalid_token`, `session_ended`.
 */
export async function refreshSession(deps: Deps, _: object, caller: PublicCaller): Promise<Success> {
  const { sub: agentId, sid, generation, epoch } = cookieOf(deps, caller);
  let rotation: Rotation = { outcome: 'gone' };
  const decide = (person: Person | undefined) => {
    const known = person !== undefined && person.epoch === epoch && mayEnter(deps.config, person.email);
    rotation = known ? rotate(person, sid, generation, deps.now().getTime()) : { outcome: 'gone' };
    return 'person' in rotation ? { data: rotation.person } : undefined;
  };
  const { current } = await deps.live.agents.change(agentId, decide);
  const settled = rotation as Rotation;
  const phone = current?.data.phone;
  if (current === undefined || phone === undefined || !('session' in settled)) {
    deps.log.note({ session: settled.outcome });
    throw ended();
  }
  const { data, cookies } = signIn(deps, agentId, current.data, phone, settled.session);
  return { message: 'The session goes on.', data, cookies };
}

/** Ends the session in the cookie and takes the cookie back: two requests. Without a session it does nothing. */
export async function endSession(deps: Deps, _: object, caller: PublicCaller): Promise<Success> {
  const done: Success = { message: 'You are signed out.', data: {}, cookies: signedOut };
  let claims: RefreshClaims & { sub: string };
  try {
    claims = cookieOf(deps, caller);
  } catch (error) {
    // Nothing to end. Anything but a token that is no good is a failure like any other.
    if (error instanceof Problem) return done;
    throw error;
  }
  const { sub, sid } = claims;
  await deps.live.agents.change(sub, (person) =>
    person?.sessions.some(({ id }) => id === sid) ? { data: closeSession(person, sid) } : undefined,
  );
  return done;
}

/** Who the access token belongs to: no request. */
export async function showSession(_deps: Deps, _: object, caller: Caller): Promise<Success> {
  const { agentId: id, email, phone, roles, tenant } = caller;
  return { message: 'You are signed in.', data: { agent: { id, email, phone, roles }, tenant } };
}
