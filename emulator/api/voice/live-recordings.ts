import type { Core } from '../../voice/core';
import { type LiveRecording, recordLeg } from '../../voice/recording/live';
import type { RecordingRecord } from '../../voice/recording/model';
import { classicPage, created, notFound, ok, type RestRequest, type Route, required } from '../rest';
import { ACCOUNT, checkAccount, HOST, invalid, oneOf, withinTimes } from './input';
import { callRecording } from './recording-input';
import { ownRecordingView } from './recording-views';
import { removed } from './recordings';

/** Stands for the SID of the recording that runs. */
const CURRENT = 'Twilio.CURRENT';

/** The recordings of a call or of a conference. */
interface Owner {
  path: string;
  /** 404 where there is no such call or conference. */
  check(request: RestRequest): void;
  has(recording: RecordingRecord, request: RestRequest): boolean;
}

/**
 * Recordings under their call or conference: begun, paused, resumed, stopped.
 * https://www.twilio.com/docs/voice/api/recording, https://www.twilio.com/docs/voice/api/conference-recording-resource
 */
export function liveRecordingRoutes(core: Core): Route[] {
  const ofCall: Owner = {
    path: `${ACCOUNT}/Calls/{CallSid}/Recordings`,
    check: (request) => {
      if (!core.calls.has(request.params.CallSid ?? '')) throw notFound(request);
    },
    has: ({ callSid, conferenceSid }, { params }) => conferenceSid === null && callSid === params.CallSid,
  };
  const ofConference: Owner = {
    path: `${ACCOUNT}/Conferences/{ConferenceSid}/Recordings`,
    check: (request) => {
      if (!core.conferences.has(request.params.ConferenceSid ?? '')) throw notFound(request);
    },
    has: ({ conferenceSid }, { params }) => conferenceSid === params.ConferenceSid,
  };
  return [
    {
      method: 'POST',
      host: HOST,
      path: `${ofCall.path}.json`,
      handle: (request) => {
        checkAccount(core, request);
        ofCall.check(request);
        return created(ownRecordingView(core, start(core, request).record));
      },
    },
    ...[ofCall, ofConference].flatMap((owner) => routesOf(core, owner)),
  ];
}

function routesOf(core: Core, owner: Owner): Route[] {
  const one = `${owner.path}/{Sid}.json`;
  const view = (recording: RecordingRecord) => ownRecordingView(core, recording);
  return [
    {
      method: 'GET',
      host: HOST,
      path: `${owner.path}.json`,
      handle: (request) => {
        checkAccount(core, request);
        owner.check(request);
        const found = recordingsOf(core, owner, request).filter(({ dateCreated }) =>
          withinTimes(request.query, 'DateCreated', dateCreated),
        );
        return classicPage(request, 'recordings', found, view);
      },
    },
    { method: 'GET', host: HOST, path: one, handle: (request) => ok(view(find(core, owner, request))) },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => ok(view(update(core, find(core, owner, request), request))),
    },
    {
      method: 'DELETE',
      host: HOST,
      path: one,
      handle: (request) => removed(core, find(core, owner, request)),
    },
  ];
}

const recordingsOf = (core: Core, owner: Owner, request: RestRequest): RecordingRecord[] =>
  core.recordings
    .values()
    .filter((recording) => recording.status !== 'deleted' && owner.has(recording, request))
    .reverse();

function find(core: Core, owner: Owner, request: RestRequest): RecordingRecord {
  checkAccount(core, request);
  const { Sid } = request.params;
  const found = recordingsOf(core, owner, request).find(({ sid }) =>
    Sid === CURRENT ? core.recorders.has(sid) : sid === Sid,
  );
  if (!found) throw notFound(request);
  return found;
}

/** https://www.twilio.com/docs/api/errors/21220 */
function start(core: Core, request: RestRequest): LiveRecording {
  const plan = callRecording(request.form, 'StartCallRecordingAPI', { trims: false });
  const leg = core.legs.get(request.params.CallSid ?? '');
  const live = leg?.answered ? recordLeg(leg, plan) : undefined;
  if (!live) throw invalid(21220, 'Requested resource is not eligible for recording');
  return live;
}

/**
 * Pauses (in silence unless `PauseBehavior=skip`), resumes or stops what runs. To pause twice, or to resume what was not
 * paused, is no error and changes nothing; anything on a recording that has ended is 21220.
 * https://www.twilio.com/docs/voice/api/recording#update-a-recording-resource
 */
function update(core: Core, recording: RecordingRecord, request: RestRequest): RecordingRecord {
  const { form } = request;
  required(request, 'Status');
  const status = oneOf(form, 'Status', ['in-progress', 'paused', 'stopped'] as const, 20001);
  const pause = oneOf(form, 'PauseBehavior', ['skip', 'silence'] as const, 20001);
  const live = core.recorders.get(recording.sid);
  if (!live) throw invalid(21220, `Recording ${recording.sid} is not in-progress. Cannot update.`);
  if (status === 'paused') live.pause(pause === 'skip');
  else if (status === 'stopped') live.end('stopped');
  else live.resume();
  return recording;
}
