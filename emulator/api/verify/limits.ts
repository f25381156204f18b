/** Verify's numbers, each with where Twilio says so. */
export const LIMITS = {
  /** Seconds a code can be used after it was made. https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts */
  codeLifetime: 600,
  /** Sends of one verification. https://www.twilio.com/docs/api/errors/60203 */
  sends: 5,
  /** Checks of one verification. https://www.twilio.com/docs/api/errors/60202 */
  checks: 5,
  /** https://www.twilio.com/docs/verify/api/service */
  codeLength: { least: 4, most: 10, usual: 6 },
  /** Characters; the API reference says 32, but names above 30 are refused (60200). */
  friendlyName: 30,
} as const;
