import { Problem } from './errors';
import { readToken, readTokenOf, type StandardClaims, type TokenContext } from './tokens';
import type { Asker, Caller, Role } from './types';

/** What an access token says about its holder, beside the claims that every token has. */
export interface AccessClaims {
  email: string;
  phone: string;
  roles: Role[];
  /** The session it was made in. */
  sid: string;
  epoch: number;
  /** Their TaskRouter worker, once it is known: saves whoever needs it a read. */
  worker?: string;
}

/** An access token's life. A session that is ended goes on for at most this long. Seconds. */
export const ACCESS_SECONDS = 15 * 60;

/** What a customer's token says beside the claims that every token has; its `sub` is the task. */
export interface CustomerClaims {
  topic: string;
  callSid?: string;
}

function bearer(headers: Record<string, string>): string {
  const token = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Problem('no_session');
  return token;
}

function callerIn(claims: AccessClaims & StandardClaims): Caller {
  const { sub, email, phone, roles, sid, tenant, worker } = claims;
  const known = worker === undefined ? {} : { worker };
  return { agentId: sub, email, phone, roles, sessionId: sid, tenant, ...known };
}

/** Who holds the access token in the Authorization header. Throws `no_session`, `invalid_token` or `token_expired`. */
export function callerOf(headers: Record<string, string>, context: TokenContext): Caller {
  return callerIn(readToken<AccessClaims>(context, 'access', bearer(headers)));
}

/** Who holds this token, which may be an access token or a customer's. Throws `invalid_token` or `token_expired`. */
export function askerOf(token: string, context: TokenContext): Asker {
  const read = readTokenOf<{ access: AccessClaims; customer: CustomerClaims }>(
    context,
    ['access', 'customer'],
    token,
  );
  if (read.purpose === 'access') return { kind: 'person', person: callerIn(read.claims) };
  const { sub: taskSid, topic, callSid, tenant } = read.claims;
  const call = callSid === undefined ? {} : { callSid };
  return { kind: 'customer', customer: { taskSid, topic, tenant, ...call } };
}

/** As `askerOf`, of the token in the Authorization header. Throws `no_session` too. */
export const askerIn = (headers: Record<string, string>, context: TokenContext): Asker =>
  askerOf(bearer(headers), context);

/** Whether somebody may look after other people's calls. */
export const isSupervisor = ({ roles }: Pick<Caller, 'roles'>): boolean =>
  roles.some((role) => role === 'supervisor' || role === 'admin');

/** Throws `forbidden` unless the caller may look after other people's calls. */
export function requireSupervisor(caller: Caller): void {
  if (!isSupervisor(caller))
    throw new Problem('forbidden', { fix: 'Ask an administrator for the role of a supervisor.' });
}
