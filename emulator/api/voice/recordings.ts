import type { Core } from '../../voice/core';
import { wavOf } from '../../voice/recording/file';
import { isRunning, type RecordingRecord } from '../../voice/recording/model';
import { classicPage, type Form, noContent, notFound, ok, type RestRequest, type Route } from '../rest';
import { unsupported } from '../unsupported';
import { ACCOUNT, checkAccount, HOST, invalid, matches, oneOf, withinTimes } from './input';
import { recordingView } from './recording-views';

const ALL = `${ACCOUNT}/Recordings.json`;
const ONE = `${ACCOUNT}/Recordings/{Sid}.json`;

/** The account's recordings, and their sound. https://www.twilio.com/docs/voice/api/recording */
export function recordingRoutes(core: Core): Route[] {
  const view = (recording: RecordingRecord) => recordingView(core, recording);
  const sound = (ending: string): Route => ({
    method: 'GET',
    host: HOST,
    path: `${ACCOUNT}/Recordings/{Sid}${ending}`,
    handle: (request) => wav(core, request),
  });
  return [
    {
      method: 'GET',
      host: HOST,
      path: ALL,
      handle: (request) => {
        checkAccount(core, request);
        return classicPage(request, 'recordings', recordingsBy(core, request.query), view);
      },
    },
    { method: 'GET', host: HOST, path: ONE, handle: (request) => ok(view(find(core, request))) },
    { method: 'DELETE', host: HOST, path: ONE, handle: (request) => removed(core, find(core, request)) },
    sound(''),
    sound('.wav'),
    {
      method: 'GET',
      host: HOST,
      path: `${ACCOUNT}/Recordings/{Sid}.mp3`,
      handle: (request) => {
        find(core, request);
        throw unsupported(request, 'recordings as MP3 (ask for .wav)', 'emulator/voice/recording/file.ts');
      },
    },
  ];
}

/** What lists of recordings can be narrowed down by; newest first. */
export function recordingsBy(core: Core, query: Form): RecordingRecord[] {
  const deleted = query.bool('IncludeSoftDeleted') ?? false;
  return core.recordings
    .values()
    .filter(
      (recording) =>
        (deleted || recording.status !== 'deleted') &&
        matches(query.get('CallSid'), recording.callSid) &&
        matches(query.get('ConferenceSid'), recording.conferenceSid) &&
        withinTimes(query, 'DateCreated', recording.dateCreated),
    )
    .reverse();
}

/**
 * Deletes a recording: its sound at once, what is known of it stays for `IncludeSoftDeleted`. One that runs has to be
 * stopped first. https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
 */
export function removed(core: Core, recording: RecordingRecord): ReturnType<typeof noContent> {
  if (isRunning(recording)) throw invalid(20009, 'Cannot delete this resource before it is complete');
  core.tapes.delete(recording.sid);
  recording.status = 'deleted';
  recording.dateUpdated = core.kernel.clock.now();
  core.recordings.set(recording.sid, recording);
  return noContent();
}

function find(core: Core, request: RestRequest): RecordingRecord {
  checkAccount(core, request);
  const recording = core.recordings.get(request.params.Sid ?? '');
  const isThere =
    recording && (recording.status !== 'deleted' || request.query.bool('IncludeSoftDeleted') === true);
  if (!isThere) throw notFound(request);
  return recording;
}

/** 404 until it is completed. https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file */
function wav(core: Core, request: RestRequest) {
  const recording = find(core, request);
  const channels = oneOf(request.query, 'RequestedChannels', ['1', '2'] as const, 20001);
  const body = wavOf(core, recording, channels === '1' ? 1 : undefined);
  if (!body) throw notFound(request);
  return { status: 200, body, headers: { 'content-type': 'audio/x-wav' } };
}
