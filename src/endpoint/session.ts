import { Problem } from './errors';
import { readToken, type TokenContext } from './tokens';
import type { Caller, Role } from './types';

/** What an access token says about its holder, beside the claims that every token has. */
export interface AccessClaims {
  email: string;
  phone: string;
  roles: Role[];
  /** The session it was made in. */
  sid: string;
  epoch: number;
}

/** An access token's life. A session that is ended goes on for at most this long. Seconds. */
export const ACCESS_SECONDS = 15 * 60;

/** Who holds the access token in the Authorization header. Throws `no_session`, `invalid_token` or `token_expired`. */
export function callerOf(headers: Record<string, string>, context: TokenContext): Caller {
  const token = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Problem('no_session');
  const claims = readToken<AccessClaims>(context, 'access', token);
  const { sub, email, phone, roles, sid, tenant } = claims;
  return { agentId: sub, email, phone, roles, sessionId: sid, tenant };
}

/** Throws `forbidden` unless the caller may look after other people's calls. */
export function requireSupervisor(caller: Caller): void {
  if (!caller.roles.some((role) => role === 'supervisor' || role === 'admin'))
    throw new Problem('forbidden', { fix: 'Ask an administrator for the role of a supervisor.' });
}
