/**
 * Somebody is about to do what must be done once. `by` is theirs alone: when the answer to writing the claim got lost,
 * they know it again.
 */
export interface Claim {
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
}

/** `undefined` is the least element of every field. */
export function both<T>(a: T | undefined, b: T | undefined, join: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : join(a, b);
}

export const earliest = (a: number, b: number): number => Math.min(a, b);
export const latest = (a: number, b: number): number => Math.max(a, b);
export const newest = <T extends Claim>(a: T, b: T): T =>
  a.at > b.at || (a.at === b.at && a.by >= b.by) ? a : b;
export const first = (a: string, b: string): string => (a < b ? a : b);
export const earlier = <T extends { at: number; by: string }>(a: T, b: T): T =>
  a.at < b.at || (a.at === b.at && a.by < b.by) ? a : b;

/** Without its undefined fields, the others in the order given: equal facts have equal JSON. */
export function compact<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as T;
}
