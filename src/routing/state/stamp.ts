/**
 * When an event happened (milliseconds since the epoch) and which one it was (the end of its SID, which decides between
 * two of the same millisecond): a total order, the same for everybody. A tuple, because it is written with every event.
 */
export type Stamp = readonly [at: number, by: string];

/** A value that the latest event decides. */
export type Latest<T> = readonly [...Stamp, value: T];

/** What two events say of the same thing: the later one stands. Commutative, associative, idempotent. */
export function latest<T extends readonly [...Stamp, ...unknown[]]>(
  a: T | undefined,
  b: T | undefined,
): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a[0] !== b[0]) return a[0] > b[0] ? a : b;
  if (a[1] !== b[1]) return a[1] > b[1] ? a : b;
  // One event has one value; should two claim to be the same event, all still agree on which one stands.
  return JSON.stringify(a) > JSON.stringify(b) ? a : b;
}

/** Without its undefined fields, the others in the order given: equal facts have equal JSON. */
export function compact<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as T;
}
