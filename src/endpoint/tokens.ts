import { createSecretKey, type KeyObject } from 'node:crypto';
import { Problem } from './errors';
import type { Deps } from './types';

/** Loaded when the first token is made or read: most of Twilio's own requests come without one. */
const jwt = (): typeof import('jsonwebtoken') => require('jsonwebtoken');

/** What a token is good for; a token of one purpose is refused for every other. */
export type Purpose = 'access' | 'refresh' | 'phone-setup' | 'phone-validate' | 'customer' | 'recording';

/** Claims that every token has. */
export interface StandardClaims {
  /** The agent; of a customer's token the task, `WT…`; of a link to a recording that, `RE…`. */
  sub: string;
  tenant: string;
  jti: string;
  /** Seconds since the epoch. */
  exp: number;
  iat: number;
}

const ISSUER = 'cordboard';
const audience = (purpose: Purpose) => `cordboard:${purpose}`;

/** Everything a token is made and checked with. */
export interface TokenContext {
  secret: string;
  /** The secret of before: what it has signed is taken, nothing new is signed with it. */
  previousSecret?: string | undefined;
  tenant: string;
  now: Date;
}

/** The context of one request. */
export const tokenContext = ({
  config,
  tenant,
  now,
}: Pick<Deps, 'config' | 'tenant' | 'now'>): TokenContext => ({
  secret: config.jwtSecret,
  previousSecret: config.jwtSecretPrevious,
  tenant,
  now: now(),
});

const keys = new Map<string, KeyObject>();

/** A secret as a key: of a text the library tries each time whether it is a public or private one, which takes longer than the rest. */
function keyOf(secret: string): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(secret, 'utf8');
  keys.set(secret, key);
  return key;
}

/** Signs a token for one purpose. `jti` must be unguessable or unique; `seconds` is how long it is good for. */
export function signToken(
  context: TokenContext,
  purpose: Purpose,
  claims: { sub: string; jti: string } & Record<string, unknown>,
  seconds: number,
): string {
  const iat = Math.floor(context.now.getTime() / 1000);
  const payload = { ...claims, tenant: context.tenant, iat, exp: iat + seconds };
  return jwt().sign(payload, keyOf(context.secret), {
    algorithm: 'HS256',
    issuer: ISSUER,
    audience: audience(purpose),
  });
}

/**
 * The claims of a token made by `signToken` for this purpose and tenant. Throws `token_expired`, or `invalid_token` for everything else: other algorithm, key, issuer, purpose or tenant.
 */
export function readToken<Claims extends object>(
  context: TokenContext,
  purpose: Purpose,
  token: string,
): Claims & StandardClaims {
  return verified<Claims>(context, [audience(purpose)], token);
}

/** Claims, and the purpose of the token that they are from. */
export type ClaimsOf<ByPurpose extends Partial<Record<Purpose, object>>> = {
  [P in keyof ByPurpose]: { purpose: P; claims: ByPurpose[P] & StandardClaims };
}[keyof ByPurpose];

/** As `readToken`, of a token that may be of one of several purposes: the signed token says which one it is. */
export function readTokenOf<ByPurpose extends Partial<Record<Purpose, object>>>(
  context: TokenContext,
  purposes: readonly (keyof ByPurpose & Purpose)[],
  token: string,
): ClaimsOf<ByPurpose> {
  const claims = verified<{ aud?: unknown }>(context, purposes.map(audience), token);
  const purpose = purposes.find((one) => audience(one) === claims.aud);
  if (purpose === undefined) throw new Problem('invalid_token');
  return { purpose, claims } as unknown as ClaimsOf<ByPurpose>;
}

/** The only place where tokens are verified. */
function verified<Claims extends object>(
  context: TokenContext,
  audiences: string[],
  token: string,
): Claims & StandardClaims {
  const [first = '', ...more] = audiences;
  const claimsBy = (secret: string): unknown =>
    jwt().verify(token, keyOf(secret), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: [first, ...more],
      clockTimestamp: Math.floor(context.now.getTime() / 1000),
    });
  const expired = (error: unknown) => error instanceof Error && error.name === 'TokenExpiredError';
  const read = (): unknown => {
    try {
      return claimsBy(context.secret);
    } catch (error) {
      if (context.previousSecret === undefined || expired(error)) throw error;
      return claimsBy(context.previousSecret);
    }
  };
  let claims: unknown;
  try {
    claims = read();
  } catch (error) {
    throw new Problem(expired(error) ? 'token_expired' : 'invalid_token');
  }
  // What verifies was signed here, by `signToken`: its shape is ours.
  const known = claims as Claims & StandardClaims;
  // The library takes a token without an end for one that never ends.
  const whole = typeof known.sub === 'string' && typeof known.exp === 'number';
  if (!whole || known.tenant !== context.tenant) throw new Problem('invalid_token');
  return known;
}
