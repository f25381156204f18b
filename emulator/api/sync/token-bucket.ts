/** What is left to spend of one limit, and when that was so. */
export interface TokenBucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/** `perSecond` flow in, at most `burstSeconds` worth are kept. */
export interface BucketSize {
  perSecond: number;
  burstSeconds: number;
}

/**
 * Takes `cost` tokens from a bucket as it stands at `now`; a bucket never used is full. Returns the bucket that is left,
 * or undefined when it holds too little, in which case nothing is taken.
 */
export function takeTokens(
  bucket: TokenBucket | undefined,
  size: BucketSize,
  now: number,
  cost: number,
): TokenBucket | undefined {
  const full = size.perSecond * size.burstSeconds;
  const gained = bucket ? (Math.max(now - bucket.at, 0) / 1000) * size.perSecond : full;
  const tokens = Math.min((bucket?.tokens ?? 0) + gained, full);
  // A millionth of slack: a rate that divides badly must not cost the write that is just due.
  return tokens + 1e-6 < cost ? undefined : { tokens: tokens - cost, at: Math.max(now, bucket?.at ?? now) };
}
