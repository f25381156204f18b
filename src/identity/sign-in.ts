import { ACCESS_SECONDS, type AccessClaims, type Cookie, type Deps } from '../endpoint';
import type { Person, Session } from '../live-state';
import { type AgentView, rolesOf } from './person';
import { issue, type RefreshClaims, secondsLeft } from './tokens';

/** The refresh token's cookie, by the name we know it by; never sent by another site's page. */
export const COOKIE = 'cordboard_session';

/** What somebody gets who has signed in or refreshed. */
export interface SignedIn {
  agent: AgentView;
  /** For the Authorization header of every other request. */
  accessToken: string;
  /** When the access token expires, ISO 8601. */
  expiresAt: string;
}

/** The tokens of a session in its present generation. `phone` is the person's verified number. */
export function signIn(
  deps: Deps,
  agentId: string,
  person: Person,
  phone: string,
  session: Session,
): { data: SignedIn; cookies: Cookie[] } {
  const now = deps.now();
  const left = secondsLeft(session, now);
  const roles = rolesOf(deps.config, person.email, person.roles);
  const access: AccessClaims = {
    email: person.email,
    phone,
    roles,
    sid: session.id,
    epoch: person.epoch,
    ...(person.worker === undefined ? {} : { worker: person.worker }),
  };
  const refresh: RefreshClaims = {
    sid: session.id,
    generation: session.generation,
    epoch: person.epoch,
  };
  const seconds = Math.min(ACCESS_SECONDS, left);
  return {
    data: {
      agent: { id: agentId, email: person.email, phone, roles },
      accessToken: issue(deps, 'access', agentId, access, seconds),
      expiresAt: new Date(now.getTime() + seconds * 1000).toISOString(),
    },
    cookies: [{ name: COOKIE, value: issue(deps, 'refresh', agentId, refresh, left), maxAge: left }],
  };
}

/** Takes the cookie back. */
export const signedOut: Cookie[] = [{ name: COOKIE, value: '', maxAge: 0 }];
