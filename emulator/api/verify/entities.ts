/** The settings that verifications share. https://www.twilio.com/docs/verify/api/service */
export interface VerifyService {
  sid: string;
  friendlyName: string;
  codeLength: number;
  lookupEnabled: boolean;
  psd2Enabled: boolean;
  skipSmsToLandlines: boolean;
  dtmfInputRequired: boolean;
  ttsName: string | null;
  doNotShareWarningEnabled: boolean;
  customCodeEnabled: boolean;
  verifyEventSubscriptionEnabled: boolean;
  /** Milliseconds since the epoch, as every date here. */
  dateCreated: number;
  dateUpdated: number;
}

/** A key that a program limits verifications by. https://www.twilio.com/docs/verify/api/service-rate-limits */
export interface RateLimit {
  sid: string;
  serviceSid: string;
  uniqueName: string;
  description: string | null;
  dateCreated: number;
  dateUpdated: number;
}

/** How often one value of a rate limit's key may start one. https://www.twilio.com/docs/verify/api/service-rate-limit-buckets */
export interface Bucket {
  sid: string;
  rateLimitSid: string;
  serviceSid: string;
  max: number;
  /** Seconds. */
  interval: number;
  dateCreated: number;
  dateUpdated: number;
}

export const CHANNELS = ['sms', 'call', 'email', 'whatsapp'] as const;

export type Channel = (typeof CHANNELS)[number];

export type VerificationStatus = 'pending' | 'approved' | 'canceled';

/** One proof that somebody holds a number or an address. https://www.twilio.com/docs/verify/api/verification */
export interface Verification {
  sid: string;
  serviceSid: string;
  to: string;
  channel: Channel;
  status: VerificationStatus;
  code: string;
  amount: string | null;
  payee: string | null;
  /** Each time the code was sent. */
  sends: { sid: string; channel: Channel; at: number }[];
  /** How many wrong codes were tried. */
  failedChecks: number;
  dateCreated: number;
  dateUpdated: number;
}
