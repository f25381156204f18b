/** Twilio ends a function after 10 s; we answer before. https://www.twilio.com/docs/serverless/functions-assets/functions */
export const OWN_DEADLINE_MS = 9_000;

/** How long this request may still take. */
export interface Deadline {
  /** Milliseconds left, never below 0. */
  remaining(): number;
}

/** A deadline `ms` from now. `clock` gives milliseconds and never runs backwards. */
export function deadlineIn(ms: number, clock: () => number = () => performance.now()): Deadline {
  const end = clock() + ms;
  return { remaining: () => Math.max(0, end - clock()) };
}
