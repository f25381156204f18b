import type { Clock } from '../../clock';
import { syncError } from './errors';
import { LIMITS, writeCost } from './limits';
import { type TokenBucket, takeTokens } from './token-bucket';

/** Beyond this many buckets those that have filled up again are forgotten. */
const KEPT = 10_000;

/** Counts who uses what how often; throws 429/54009 where Twilio would. */
export class Rates {
  #buckets = new Map<string, TokenBucket>();

  constructor(private readonly clock: Clock) {}

  read(objectSid: string): void {
    this.#take(`read ${objectSid}`, LIMITS.accessPerSecond, 1);
  }

  /** `bytes`: serialised size of what is written, 0 for a removal. */
  write(objectSid: string, bytes: number): void {
    this.#take(`write ${objectSid}`, LIMITS.accessPerSecond, writeCost(bytes));
  }

  message(streamSid: string): void {
    this.#take(`message ${streamSid}`, LIMITS.messagesPerSecond, 1);
  }

  permission(access: 'read' | 'write', objectSid: string, identity: string): void {
    this.#take(`permission-${access} ${objectSid} ${identity}`, LIMITS.permissionsPerSecond, 1);
  }

  forget(): void {
    this.#buckets.clear();
  }

  #take(key: string, perSecond: number, cost: number): void {
    const now = this.clock.now();
    const left = takeTokens(
      this.#buckets.get(key),
      { perSecond, burstSeconds: LIMITS.burstSeconds },
      now,
      cost,
    );
    if (!left) throw syncError(54009);
    this.#buckets.set(key, left);
    if (this.#buckets.size > KEPT) this.#prune(now);
  }

  /** A bucket untouched for the whole burst time is full, as if it had never been. */
  #prune(now: number): void {
    for (const [key, bucket] of this.#buckets)
      if (now - bucket.at >= LIMITS.burstSeconds * 1000) this.#buckets.delete(key);
  }
}
