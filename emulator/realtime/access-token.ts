import jwt from 'jsonwebtoken';
import * as v from 'valibot';
import type { Kernel } from '../product';

/** Why a token is refused. https://www.twilio.com/docs/api/errors/20101 and its neighbours */
const REASONS = {
  20101: 'Invalid access token',
  20102: 'Invalid access token header',
  20103: 'Invalid access token issuer/subject',
  20104: 'Access token expired or expiration date invalid',
  20105: 'Access token not yet valid',
  20106: 'Invalid access token grants',
  20107: 'Invalid access token signature',
  20157: 'Expiration time exceeds maximum time allowed',
} as const;

export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';

  constructor(readonly code: keyof typeof REASONS) {
    super(REASONS[code]);
  }
}

/** Who holds a token, and what for. */
export interface AccessToken {
  identity: string;
  /** By product: `data_sync`, `voice`, … as the helper library writes them. */
  grants: Record<string, unknown>;
  /** Emulated time in milliseconds. */
  expiresAt: number;
}

const DAY = 24 * 60 * 60;
/** Seconds that an issuer's clock may be ahead. */
const LEEWAY = 30;

const Header = v.looseObject({
  alg: v.literal('HS256'),
  typ: v.literal('JWT'),
  cty: v.literal('twilio-fpa;v=1'),
});
const Issuer = v.looseObject({ iss: v.string(), sub: v.string() });
const Times = v.looseObject({
  exp: v.number(),
  iat: v.exactOptional(v.number()),
  nbf: v.exactOptional(v.number()),
});
const Grants = v.looseObject({
  grants: v.looseObject({ identity: v.pipe(v.string(), v.minLength(1)) }),
});

/**
 * Checks the tokens that browsers show. https://www.twilio.com/docs/iam/access-tokens
 *
 * Programs issue tokens by the real clock, while the emulator's may have been moved ahead. A token is therefore good for
 * as long as it says from when it is first seen, and what it then has left runs down in emulated time.
 */
export class AccessTokens {
  /** Signature of each token seen → its end: in emulated time, and by the issuer's clock. Milliseconds. */
  #seen = new Map<string, { expiresAt: number; exp: number }>();

  constructor(private readonly kernel: Pick<Kernel, 'account' | 'clock'>) {}

  /** Throws `AccessTokenError`. */
  verify(text: string): AccessToken {
    const { header, payload, signature } = decode(text);
    demand(Header, header, 20102);
    const { account } = this.kernel;
    const { iss, sub } = demand(Issuer, payload, 20103);
    const secret = Object.hasOwn(account.apiKeys, iss) ? account.apiKeys[iss] : undefined;
    if (secret === undefined || sub !== account.sid) throw new AccessTokenError(20103);
    try {
      jwt.verify(text, secret, { algorithms: ['HS256'], ignoreExpiration: true, ignoreNotBefore: true });
    } catch {
      throw new AccessTokenError(20107);
    }
    const expiresAt = this.#expiry(signature, demand(Times, payload, 20104));
    const { identity, ...grants } = demand(Grants, payload, 20106).grants;
    return { identity, grants, expiresAt };
  }

  #expiry(signature: string, { exp, iat, nbf }: v.InferOutput<typeof Times>): number {
    const now = Date.now();
    const soon = now / 1000 + LEEWAY;
    if (exp - (iat ?? now / 1000) > DAY) throw new AccessTokenError(20157);
    if ((nbf ?? 0) > soon || (iat ?? 0) > soon) throw new AccessTokenError(20105);
    for (const [key, token] of this.#seen) if (token.exp <= now) this.#seen.delete(key);
    const left = exp * 1000 - now;
    if (left <= 0) throw new AccessTokenError(20104);
    const seen = this.#seen.get(signature) ?? {
      expiresAt: this.kernel.clock.now() + left,
      exp: exp * 1000,
    };
    this.#seen.set(signature, seen);
    if (seen.expiresAt <= this.kernel.clock.now()) throw new AccessTokenError(20104);
    return seen.expiresAt;
  }
}

function decode(text: string): jwt.Jwt {
  let decoded: jwt.Jwt | null;
  try {
    decoded = jwt.decode(text, { complete: true });
  } catch {
    // Its header is not JSON.
    throw new AccessTokenError(20101);
  }
  if (!decoded) throw new AccessTokenError(20101);
  return decoded;
}

function demand<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  code: AccessTokenError['code'],
): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new AccessTokenError(code);
  return result.output;
}
