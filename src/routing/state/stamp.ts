/** When an event happened and which one it was: a total order, the same for everybody who sees both. */
export interface Stamp {
  /** Milliseconds since the epoch. */
  at: number;
  /** End of the event's SID: decides between two of the same millisecond. */
  by: string;
}

/** A value that the latest event decides. */
export interface Latest<T> extends Stamp {
  value: T;
}

const later = (a: Stamp, b: Stamp): boolean => (a.at === b.at ? a.by > b.by : a.at > b.at);

/** What two events say of the same value: the later one stands. Commutative, associative, idempotent. */
export function latest<T extends Stamp>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.at !== b.at || a.by !== b.by) return later(a, b) ? a : b;
  // One event has one value; should two claim to be the same event, all still agree on which one stands.
  return JSON.stringify(a) > JSON.stringify(b) ? a : b;
}

/** Without its undefined fields, the others in the order given: equal facts have equal JSON. */
export function compact<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
