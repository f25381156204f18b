import { iso } from '../rest';
import type { Bucket, Channel, RateLimit, Verification, VerifyService } from './entities';

/** Where Verify answers. */
export const HOST = 'verify.twilio.com';

const serviceUrl = (sid: string): string => `https://${HOST}/v2/Services/${sid}`;

const limitUrl = (serviceSid: string, sid: string): string => `${serviceUrl(serviceSid)}/RateLimits/${sid}`;

const datesOf = (thing: { dateCreated: number; dateUpdated: number }): Record<string, string> => ({
  date_created: iso(thing.dateCreated),
  date_updated: iso(thing.dateUpdated),
});

/** A service as REST shows it; push, TOTP and passkeys with Twilio's defaults, for the emulator has none of them. */
export function serviceView(accountSid: string, service: VerifyService): Record<string, unknown> {
  const url = serviceUrl(service.sid);
  return {
    sid: service.sid,
    account_sid: accountSid,
    friendly_name: service.friendlyName,
    code_length: service.codeLength,
    lookup_enabled: service.lookupEnabled,
    psd2_enabled: service.psd2Enabled,
    skip_sms_to_landlines: service.skipSmsToLandlines,
    dtmf_input_required: service.dtmfInputRequired,
    tts_name: service.ttsName,
    do_not_share_warning_enabled: service.doNotShareWarningEnabled,
    custom_code_enabled: service.customCodeEnabled,
    push: { include_date: false, apn_credential_sid: null, fcm_credential_sid: null },
    totp: { issuer: service.friendlyName, time_step: 30, code_length: 6, skew: 1 },
    default_template_sid: null,
    whatsapp: { msg_service_sid: null, from: null },
    passkeys: null,
    verify_event_subscription_enabled: service.verifyEventSubscriptionEnabled,
    ...datesOf(service),
    url,
    links: {
      verification_checks: `${url}/VerificationCheck`,
      verifications: `${url}/Verifications`,
      rate_limits: `${url}/RateLimits`,
      messaging_configurations: `${url}/MessagingConfigurations`,
      entities: `${url}/Entities`,
      webhooks: `${url}/Webhooks`,
      access_tokens: `${url}/AccessTokens`,
    },
  };
}

export function rateLimitView(accountSid: string, limit: RateLimit): Record<string, unknown> {
  const url = limitUrl(limit.serviceSid, limit.sid);
  return {
    sid: limit.sid,
    service_sid: limit.serviceSid,
    account_sid: accountSid,
    unique_name: limit.uniqueName,
    description: limit.description,
    ...datesOf(limit),
    url,
    links: { buckets: `${url}/Buckets` },
  };
}

export function bucketView(accountSid: string, bucket: Bucket): Record<string, unknown> {
  return {
    sid: bucket.sid,
    rate_limit_sid: bucket.rateLimitSid,
    service_sid: bucket.serviceSid,
    account_sid: accountSid,
    max: bucket.max,
    interval: bucket.interval,
    ...datesOf(bucket),
    url: `${limitUrl(bucket.serviceSid, bucket.rateLimitSid)}/Buckets/${bucket.sid}`,
  };
}

/** A verification as REST shows it. The code is not in it, at Twilio neither. */
export function verificationView(
  accountSid: string,
  service: VerifyService,
  verification: Verification,
): Record<string, unknown> {
  return {
    ...common(accountSid, verification),
    lookup: service.lookupEnabled && verification.channel !== 'email' ? LOOKUP : {},
    send_code_attempts: verification.sends.map((send) => ({
      attempt_sid: send.sid,
      channel: attemptChannel(send.channel),
      time: iso(send.at),
    })),
    sna: null,
    url: `${serviceUrl(verification.serviceSid)}/Verifications/${verification.sid}`,
  };
}

/** The answer to a check. https://www.twilio.com/docs/verify/api/verification-check */
export const checkView = (accountSid: string, verification: Verification): Record<string, unknown> => ({
  ...common(accountSid, verification),
  sna_attempts_error_codes: [],
});

const common = (accountSid: string, verification: Verification): Record<string, unknown> => ({
  sid: verification.sid,
  service_sid: verification.serviceSid,
  account_sid: accountSid,
  to: verification.to,
  channel: verification.channel,
  status: verification.status,
  valid: verification.status === 'approved',
  amount: verification.amount,
  payee: verification.payee,
  ...datesOf(verification),
});

/** Every emulated number is a mobile phone of no particular carrier. */
const LOOKUP = {
  carrier: {
    mobile_country_code: null,
    type: 'mobile',
    error_code: null,
    mobile_network_code: null,
    name: null,
  },
};

/** Twilio's own examples write all but WhatsApp in capitals. */
const attemptChannel = (channel: Channel): string =>
  channel === 'whatsapp' ? channel : channel.toUpperCase();
