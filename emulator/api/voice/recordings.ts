import type { Core } from '../../voice/core';
import { type RecordingRecord, recordings, recordingUrl } from '../../voice/recorded';
import { classicPage, noContent, notFound, ok, type RestRequest, type Route, rfc2822 } from '../rest';
import { unsupported } from '../unsupported';
import { ACCOUNT, checkAccount, HOST } from './input';

const ONE = `${ACCOUNT}/Recordings/{Sid}.json`;

/** https://www.twilio.com/docs/voice/api/recording */
export function recordingRoutes(core: Core): Route[] {
  const view = (recording: RecordingRecord) => recordingView(core, recording);
  const find = (request: RestRequest): RecordingRecord => {
    checkAccount(core, request);
    const recording = recordings(core).get(request.params.Sid ?? '');
    if (!recording) throw notFound(request);
    return recording;
  };
  const ofCall = (callSid: string | undefined): RecordingRecord[] =>
    recordings(core)
      .values()
      .filter((one) => callSid === undefined || one.callSid === callSid)
      .reverse();
  const sound = (ending: string): Route => ({
    method: 'GET',
    host: HOST,
    path: `${ACCOUNT}/Recordings/{Sid}${ending}`,
    handle: (request) => {
      find(request);
      throw unsupported(request, 'the sound of a recording', 'emulator/voice/recorded.ts');
    },
  });
  return [
    {
      method: 'GET',
      host: HOST,
      path: `${ACCOUNT}/Recordings.json`,
      handle: (request) => {
        checkAccount(core, request);
        return classicPage(request, 'recordings', ofCall(request.query.get('CallSid')), view);
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: `${ACCOUNT}/Calls/{CallSid}/Recordings.json`,
      handle: (request) => {
        checkAccount(core, request);
        const all = ofCall(request.params.CallSid);
        return classicPage(request, 'recordings', all, (one) => callRecordingView(core, one));
      },
    },
    { method: 'GET', host: HOST, path: ONE, handle: (request) => ok(view(find(request))) },
    {
      method: 'DELETE',
      host: HOST,
      path: ONE,
      handle: (request) => {
        recordings(core).delete(find(request).sid);
        return noContent();
      },
    },
    ...['', '.wav', '.mp3'].map(sound),
  ];
}

const uriOf = (core: Core, { sid }: RecordingRecord): string =>
  `/2010-04-01/Accounts/${core.kernel.account.sid}/Recordings/${sid}`;

function recordingView(core: Core, recording: RecordingRecord): Record<string, unknown> {
  const uri = uriOf(core, recording);
  return {
    ...callRecordingView(core, recording),
    media_url: recordingUrl(core, recording.sid),
    subresource_uris: {
      add_on_results: `${uri}/AddOnResults.json`,
      transcriptions: `${uri}/Transcriptions.json`,
    },
  };
}

/** As the list of a call shows it. https://www.twilio.com/docs/voice/api/recording */
function callRecordingView(core: Core, recording: RecordingRecord): Record<string, unknown> {
  return {
    sid: recording.sid,
    account_sid: core.kernel.account.sid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    conference_sid: null,
    date_created: rfc2822(recording.dateCreated),
    date_updated: rfc2822(recording.dateCreated),
    start_time: rfc2822(recording.startTime),
    duration: String(recording.duration),
    price: null,
    price_unit: 'USD',
    status: 'completed',
    channels: 1,
    source: 'RecordVerb',
    error_code: null,
    encryption_details: null,
    uri: `${uriOf(core, recording)}.json`,
  };
}
