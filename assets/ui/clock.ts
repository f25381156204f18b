/** A clock that is off by less is taken as right: the server's `Date` has whole seconds. Milliseconds. */
const TOLERANCE = 2_500;

let ahead = 0;

/** An answer said that it is `at` (milliseconds since the epoch), in whole seconds. */
export function heardTime(at: number): void {
  const difference = at + 500 - Date.now();
  ahead = Math.abs(difference) > TOLERANCE ? difference : 0;
}

/** The time, by the server's clock when this machine's is wrong: waits are counted from times that others wrote. */
export const serverNow = (): number => Date.now() + ahead;
