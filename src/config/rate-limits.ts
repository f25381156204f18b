/** A Verify service rate limit: at most `max` sends in `interval` seconds for one value of the key. */
export interface RateLimit {
  uniqueName: string;
  description: string;
  buckets: { max: number; interval: number }[];
}

/** At most so many codes in ten minutes, and in a day. */
const most = (soon: number, daily: number): RateLimit['buckets'] => [
  { max: soon, interval: 600 },
  { max: daily, interval: 86_400 },
];

/**
 * What the Verify service must count, so that codes can't be used to flood a person or to run up a bill. The values sent
 * with each key are keyed hashes. https://www.twilio.com/docs/verify/api/programmable-rate-limits
 */
export const RATE_LIMITS = {
  emailAddress: {
    uniqueName: 'email_address',
    description: 'Codes sent to one e-mail address',
    buckets: most(5, 20),
  },
  emailClient: {
    uniqueName: 'email_client',
    // Many people share a fingerprint (the same browser), so this one only stops floods.
    description: 'E-mail codes asked for by one kind of client',
    buckets: [{ max: 100, interval: 600 }],
  },
  phoneNumber: {
    uniqueName: 'phone_number',
    description: 'Codes sent to one phone number',
    buckets: most(5, 10),
  },
  phoneAgent: {
    uniqueName: 'phone_agent',
    description: 'Phone codes asked for by one person, whatever the number',
    buckets: most(5, 15),
  },
} as const satisfies Record<string, RateLimit>;
