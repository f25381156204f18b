/**
 * Sync's limits. Rates and sizes: https://www.twilio.com/docs/sync/limits. Lengths of names and keys: the API reference
 * (https://www.twilio.com/docs/sync/api/map-item-resource); the older error pages 54209 and 54302 still say 256.
 */
export const LIMITS = {
  /** Serialised `data` of a document or an item, in bytes. */
  dataBytes: 16 * 1024,
  /** Serialised message of a stream, in bytes. https://www.twilio.com/docs/sync/api/stream-message-resource */
  messageBytes: 4 * 1024,
  /** Seconds; one year. https://www.twilio.com/docs/api/errors/54011 */
  ttl: 31_536_000,
  nameLength: 320,
  /** Reads and writes of one object, per second, each counted for itself. */
  accessPerSecond: 20,
  /** Writes of one object per second when they carry `slowBytes` or more. */
  slowWritesPerSecond: 2,
  /** Above this many bytes a write counts more than one; at `slowBytes` and above it counts most. */
  fastBytes: 1024,
  slowBytes: 10 * 1024,
  /** Messages of one stream, per second. */
  messagesPerSecond: 30,
  /** Reads and writes of one identity's permission on one object, per second. */
  permissionsPerSecond: 80,
  /** How many seconds' worth may be used at once after a quiet time. */
  burstSeconds: 10,
} as const;

/**
 * How many plain writes a write of this size is worth: 1 up to 1 KiB, 10 (two a second) from 10 KiB on. Twilio gives
 * only these two ends; the rate in between falls evenly.
 */
export function writeCost(bytes: number): number {
  const { accessPerSecond, slowWritesPerSecond, fastBytes, slowBytes } = LIMITS;
  const part = Math.min(Math.max((bytes - fastBytes) / (slowBytes - fastBytes), 0), 1);
  return accessPerSecond / (accessPerSecond - (accessPerSecond - slowWritesPerSecond) * part);
}
