import type { Core } from '../../voice/core';
import type { RecordingRecord } from '../../voice/recording/model';
import { recordingUrl } from '../../voice/recording/tell';
import { rfc2822 } from '../rest';

/** As a call shows it, or a conference, under its own address. https://www.twilio.com/docs/voice/api/recording */
export function ownRecordingView(core: Core, recording: RecordingRecord): Record<string, unknown> {
  const { conferenceSid, callSid, sid } = recording;
  const owner = conferenceSid ? `Conferences/${conferenceSid}` : `Calls/${callSid}`;
  return {
    ...shared(core, recording),
    ...(conferenceSid ? {} : { track: recording.track }),
    uri: `/2010-04-01/Accounts/${core.kernel.account.sid}/${owner}/Recordings/${sid}.json`,
  };
}

/** As the account shows it. */
export function recordingView(core: Core, recording: RecordingRecord): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${core.kernel.account.sid}/Recordings/${recording.sid}`;
  return {
    ...shared(core, recording),
    media_url: recordingUrl(core, recording.sid),
    subresource_uris: {
      add_on_results: `${uri}/AddOnResults.json`,
      transcriptions: `${uri}/Transcriptions.json`,
    },
    uri: `${uri}.json`,
  };
}

const shared = (core: Core, recording: RecordingRecord): Record<string, unknown> => ({
  sid: recording.sid,
  account_sid: core.kernel.account.sid,
  api_version: '2010-04-01',
  call_sid: recording.callSid,
  conference_sid: recording.conferenceSid,
  date_created: rfc2822(recording.dateCreated),
  date_updated: rfc2822(recording.dateUpdated),
  start_time: rfc2822(recording.startTime),
  duration: recording.duration === null ? null : String(recording.duration),
  price: null,
  price_unit: 'USD',
  status: recording.status,
  channels: recording.channels,
  source: recording.source,
  error_code: recording.errorCode,
  encryption_details: null,
});
