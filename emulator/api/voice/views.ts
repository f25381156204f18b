import type { Account } from '../../product';
import { formatted } from '../../voice/addresses';
import { durationOf } from '../../voice/call-callbacks';
import type {
  ApplicationRecord,
  CallerIdRecord,
  CallRecord,
  ConferenceRecord,
  NumberRecord,
  ParticipantRecord,
} from '../../voice/model';
import { isFinal } from '../../voice/model';
import { rfc2822 } from '../rest';

const VERSION = '2010-04-01';
const base = (account: Account): string => `/${VERSION}/Accounts/${account.sid}`;
const when = (time: number | null): string | null => (time === null ? null : rfc2822(time));
const subresources = (uri: string, names: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, `${uri.replace(/\.json$/, '')}/${name}.json`]),
  );

/** https://www.twilio.com/docs/iam/api/account */
export function accountView(account: Account, created: number): Record<string, unknown> {
  const uri = `${base(account)}.json`;
  return {
    sid: account.sid,
    owner_account_sid: account.sid,
    friendly_name: account.friendlyName,
    auth_token: account.authToken,
    status: 'active',
    type: 'Full',
    date_created: rfc2822(created),
    date_updated: rfc2822(created),
    uri,
    subresource_uris: subresources(uri, {
      applications: 'Applications',
      available_phone_numbers: 'AvailablePhoneNumbers',
      calls: 'Calls',
      conferences: 'Conferences',
      incoming_phone_numbers: 'IncomingPhoneNumbers',
      outgoing_caller_ids: 'OutgoingCallerIds',
    }),
  };
}

/** https://www.twilio.com/docs/voice/api/call-resource */
export function callView(account: Account, call: CallRecord): Record<string, unknown> {
  const uri = `${base(account)}/Calls/${call.sid}.json`;
  return {
    sid: call.sid,
    account_sid: account.sid,
    parent_call_sid: call.parentCallSid,
    phone_number_sid: call.phoneNumberSid,
    to: call.to,
    to_formatted: formatted(call.to),
    from: call.from,
    from_formatted: formatted(call.from),
    // REST has no word for `initiated`.
    status: call.status === 'initiated' ? 'queued' : call.status,
    direction: call.direction,
    date_created: when(call.dateCreated),
    date_updated: when(call.dateUpdated),
    start_time: when(call.startTime),
    end_time: when(call.endTime),
    duration: isFinal(call.status) ? String(durationOf(call)) : null,
    price: null,
    price_unit: 'USD',
    answered_by: call.answeredBy,
    api_version: VERSION,
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String(Math.round(call.queueTime)),
    trunk_sid: null,
    uri,
    subresource_uris: subresources(uri, {
      events: 'Events',
      notifications: 'Notifications',
      payments: 'Payments',
      recordings: 'Recordings',
      siprec: 'Siprec',
      streams: 'Streams',
      transcriptions: 'Transcriptions',
      user_defined_message_subscriptions: 'UserDefinedMessageSubscriptions',
      user_defined_messages: 'UserDefinedMessages',
    }),
  };
}

/** https://www.twilio.com/docs/voice/api/conference-resource */
export function conferenceView(account: Account, conference: ConferenceRecord): Record<string, unknown> {
  const uri = `${base(account)}/Conferences/${conference.sid}.json`;
  return {
    sid: conference.sid,
    account_sid: account.sid,
    friendly_name: conference.friendlyName,
    status: conference.status,
    region: conference.region,
    date_created: when(conference.dateCreated),
    date_updated: when(conference.dateUpdated),
    api_version: VERSION,
    // The specification's enumeration has no null: absent until there is a reason.
    ...(conference.reasonConferenceEnded
      ? { reason_conference_ended: conference.reasonConferenceEnded }
      : {}),
    call_sid_ending_conference: conference.callSidEndingConference,
    uri,
    subresource_uris: subresources(uri, { participants: 'Participants', recordings: 'Recordings' }),
  };
}

/** https://www.twilio.com/docs/voice/api/conference-participant-resource */
export function participantView(account: Account, participant: ParticipantRecord): Record<string, unknown> {
  return {
    account_sid: account.sid,
    call_sid: participant.callSid,
    conference_sid: participant.conferenceSid,
    label: participant.label,
    muted: participant.muted,
    hold: participant.hold,
    coaching: participant.coaching,
    call_sid_to_coach: participant.callSidToCoach,
    start_conference_on_enter: participant.startConferenceOnEnter,
    end_conference_on_exit: participant.endConferenceOnExit,
    status: participant.status,
    date_created: when(participant.dateCreated),
    date_updated: when(participant.dateUpdated),
    queue_time: null,
    uri: `${base(account)}/Conferences/${participant.conferenceSid}/Participants/${participant.callSid}.json`,
  };
}

const settingsView = (record: NumberRecord | ApplicationRecord): Record<string, unknown> => ({
  voice_url: record.voiceUrl,
  voice_method: record.voiceMethod,
  voice_fallback_url: record.voiceFallbackUrl,
  voice_fallback_method: record.voiceFallbackMethod,
  voice_caller_id_lookup: record.voiceCallerIdLookup,
  status_callback: record.statusCallback,
  status_callback_method: record.statusCallbackMethod,
  sms_url: record.smsUrl,
  sms_method: record.smsMethod,
  sms_fallback_url: record.smsFallbackUrl,
  sms_fallback_method: record.smsFallbackMethod,
});

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export function numberView(account: Account, number: NumberRecord): Record<string, unknown> {
  return {
    sid: number.sid,
    account_sid: account.sid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    ...settingsView(number),
    voice_application_sid: number.voiceApplicationSid || null,
    sms_application_sid: number.smsApplicationSid || null,
    voice_receive_mode: 'voice',
    address_requirements: 'none',
    address_sid: null,
    identity_sid: null,
    bundle_sid: null,
    trunk_sid: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    origin: 'twilio',
    status: 'in-use',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    api_version: VERSION,
    date_created: when(number.dateCreated),
    date_updated: when(number.dateUpdated),
    uri: `${base(account)}/IncomingPhoneNumbers/${number.sid}.json`,
  };
}

/** https://www.twilio.com/docs/usage/api/applications */
export function applicationView(account: Account, application: ApplicationRecord): Record<string, unknown> {
  return {
    sid: application.sid,
    account_sid: account.sid,
    friendly_name: application.friendlyName,
    ...settingsView(application),
    sms_status_callback: application.smsStatusCallback,
    message_status_callback: application.messageStatusCallback,
    public_application_connect_enabled: application.publicApplicationConnectEnabled,
    api_version: VERSION,
    date_created: when(application.dateCreated),
    date_updated: when(application.dateUpdated),
    uri: `${base(account)}/Applications/${application.sid}.json`,
  };
}

/** https://www.twilio.com/docs/voice/api/outgoing-caller-ids */
export function callerIdView(account: Account, callerId: CallerIdRecord): Record<string, unknown> {
  return {
    sid: callerId.sid,
    account_sid: account.sid,
    phone_number: callerId.phoneNumber,
    friendly_name: callerId.friendlyName,
    date_created: when(callerId.dateCreated),
    date_updated: when(callerId.dateUpdated),
    uri: `${base(account)}/OutgoingCallerIds/${callerId.sid}.json`,
  };
}
