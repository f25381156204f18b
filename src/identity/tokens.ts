import { type Deps, type Purpose, readToken, signToken, tokenContext } from '../endpoint';
import type { Person, Session } from '../live-state';

/** What the e-mail step hands to the phone step. */
export interface PhoneSetupClaims {
  email: string;
  /** When the address was proved, milliseconds. Once the phone step is done, tokens up to then are spent. */
  at: number;
}

/** What the first phone request hands to the second, so that the second needs no read. */
export interface PhoneValidateClaims extends PhoneSetupClaims {
  phone: string;
  /** SID of the verification whose code counts. */
  verification: string;
  /**
   * Their record as it was read, and its revision: the second request writes only if it is still that one. Sealed: who
   * has only the mailbox must not read the present phone of its owner in it.
   */
  person: string;
  revision: string;
}

/** What is in the refresh cookie. */
export interface RefreshClaims {
  sid: string;
  generation: number;
  epoch: number;
}

/** A token of ours for `agentId`, good for `seconds`. */
export function issue(
  deps: Deps,
  purpose: Purpose,
  agentId: string,
  claims: object,
  seconds: number,
): string {
  return signToken(
    tokenContext(deps),
    purpose,
    { ...claims, sub: agentId, jti: deps.ids.unguessable() },
    seconds,
  );
}

/** Throws `invalid_token` or `token_expired`. */
export function read<Claims extends object>(deps: Deps, purpose: Purpose, token: string) {
  return readToken<Claims>(tokenContext(deps), purpose, token);
}

/** True when the phone step was already finished with this e-mail token, or with a later one. */
export const isSpent = (person: Person | undefined, claims: PhoneSetupClaims): boolean =>
  (person?.spent ?? 0) >= claims.at;

/** Seconds that a session still has, the begun one included. */
export const secondsLeft = (session: Session, now: Date): number =>
  Math.max(1, Math.ceil((session.expires - now.getTime()) / 1000));
