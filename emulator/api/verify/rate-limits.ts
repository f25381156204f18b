import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import type { Bucket, RateLimit } from './entities';
import { invalidParameter, verifyError } from './errors';

/** The limits that a program puts on its own verifications, and how much of them is used. */
export class RateLimits {
  readonly #limits: Collection<RateLimit>;
  readonly #buckets: Collection<Bucket>;
  /** By bucket and value: when the verifications that count were started, oldest first, never more than the maximum. */
  readonly #starts: Collection<number[]>;

  constructor(private readonly kernel: Kernel) {
    this.#limits = kernel.store.collection('verify.rate-limits');
    this.#buckets = kernel.store.collection('verify.buckets');
    this.#starts = kernel.store.collection('verify.starts');
  }

  /** Throws 60208 when the service has one of that name, 60209 when it cannot be one. */
  create(serviceSid: string, uniqueName: string, description: string | null): RateLimit {
    if (!/^[\w.-]{1,64}$/.test(uniqueName)) throw verifyError(60209);
    if (this.list(serviceSid).some((limit) => limit.uniqueName === uniqueName)) throw verifyError(60208);
    const now = this.kernel.clock.now();
    const limit = {
      sid: this.kernel.ids.sid('RK'),
      serviceSid,
      uniqueName,
      description,
      dateCreated: now,
      dateUpdated: now,
    };
    return this.#limits.set(limit.sid, limit);
  }

  /** By SID. */
  find(serviceSid: string, sid: string): RateLimit | undefined {
    const limit = this.#limits.get(sid);
    return limit?.serviceSid === serviceSid ? limit : undefined;
  }

  list(serviceSid: string): RateLimit[] {
    return this.#limits.values().filter((limit) => limit.serviceSid === serviceSid);
  }

  describe(limit: RateLimit, description: string): RateLimit {
    const changed = { ...limit, description, dateUpdated: this.kernel.clock.now() };
    return this.#limits.set(limit.sid, changed);
  }

  remove(limit: RateLimit): void {
    for (const bucket of this.buckets(limit)) this.removeBucket(bucket);
    this.#limits.delete(limit.sid);
  }

  /** Throws 60211 when the limit has a bucket of that interval. */
  addBucket(limit: RateLimit, max: number, interval: number): Bucket {
    this.#demandFree(limit, interval);
    const now = this.kernel.clock.now();
    const bucket = {
      sid: this.kernel.ids.sid('BL'),
      rateLimitSid: limit.sid,
      serviceSid: limit.serviceSid,
      max,
      interval,
      dateCreated: now,
      dateUpdated: now,
    };
    return this.#buckets.set(bucket.sid, bucket);
  }

  buckets(limit: RateLimit): Bucket[] {
    return this.#buckets.values().filter((bucket) => bucket.rateLimitSid === limit.sid);
  }

  changeBucket(limit: RateLimit, bucket: Bucket, change: { max?: number; interval?: number }): Bucket {
    if (change.interval !== undefined && change.interval !== bucket.interval)
      this.#demandFree(limit, change.interval);
    return this.#buckets.set(bucket.sid, { ...bucket, ...change, dateUpdated: this.kernel.clock.now() });
  }

  removeBucket(bucket: Bucket): void {
    this.#buckets.delete(bucket.sid);
    for (const [key] of this.#starts.entries()) if (key.startsWith(bucket.sid)) this.#starts.delete(key);
  }

  /**
   * Counts one start for these values (rate limit's name → value). Throws 60200 for a name the service does not have,
   * and 429/20429 (as in Twilio's OpenAPI) when any bucket is full, in which case nothing is counted.
   */
  count(serviceSid: string, values: Record<string, string>): void {
    const now = this.kernel.clock.now();
    const counted = Object.entries(values).flatMap(([name, value]) => {
      const limit = this.list(serviceSid).find((one) => one.uniqueName === name);
      if (!limit) throw invalidParameter('RateLimits', `no rate limit named ${name}`);
      return this.buckets(limit).map((bucket) => ({ bucket, name, key: `${bucket.sid} ${value}` }));
    });
    const recent = counted.map(({ bucket, name, key }) => {
      const starts = (this.#starts.get(key) ?? []).filter((at) => now - at < bucket.interval * 1000);
      if (starts.length >= bucket.max) {
        const free = (starts[starts.length - bucket.max] ?? now) + bucket.interval * 1000;
        throw verifyError(20429, {
          'Retry-After': String(Math.max(Math.ceil((free - now) / 1000), 1)),
          'Twilio-Reached-Rate-Limit': name,
        });
      }
      return { key, starts };
    });
    for (const { key, starts } of recent) this.#starts.set(key, [...starts, now]);
  }

  #demandFree(limit: RateLimit, interval: number): void {
    if (this.buckets(limit).some((bucket) => bucket.interval === interval)) throw verifyError(60211);
  }
}
