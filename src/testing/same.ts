import { isDeepStrictEqual } from 'node:util';

/**
 * As `expect(a).toEqual(b)`, for tests that ask it a hundred thousand times: jest makes an error with its stack for each
 * `expect`, needed or not.
 */
export function same(a: unknown, b: unknown): void {
  if (!isDeepStrictEqual(a, b)) expect(a).toEqual(b);
}

/** As `expect(whole).toMatchObject(part)`, likewise. */
export function has(whole: object | undefined, part: Record<string, unknown>): void {
  const fields = whole as Record<string, unknown> | undefined;
  const all = Object.entries(part).every(([key, value]) => isDeepStrictEqual(fields?.[key], value));
  if (!all || whole === undefined) expect(whole).toMatchObject(part);
}
