import { announce } from '../../voice/conference/announce';
import type { Room } from '../../voice/conference/room';
import type { Core } from '../../voice/core';
import type { ConferenceRecord } from '../../voice/model';
import { classicPage, notFound, ok, type RestReply, type RestRequest, type Route } from '../rest';
import { ACCOUNT, checkAccount, HOST, invalid, matches, oneOf, target, withinTimes } from './input';
import { conferenceView } from './views';

const CONFERENCES = `${ACCOUNT}/Conferences.json`;
const CONFERENCE = `${ACCOUNT}/Conferences/{Sid}.json`;

/** https://www.twilio.com/docs/voice/api/conference-resource */
export function conferenceRoutes(core: Core): Route[] {
  const view = (conference: ConferenceRecord) => conferenceView(core.kernel.account, conference);
  return [
    { method: 'GET', host: HOST, path: CONFERENCES, handle: (request) => list(core, request, view) },
    { method: 'GET', host: HOST, path: CONFERENCE, handle: (request) => ok(view(find(core, request))) },
    { method: 'POST', host: HOST, path: CONFERENCE, handle: (request) => ok(view(update(core, request))) },
  ];
}

function find(core: Core, request: RestRequest): ConferenceRecord {
  checkAccount(core, request);
  const conference = core.conferences.get(request.params.Sid ?? '');
  if (!conference) throw notFound(request);
  return conference;
}

/** The live conference a request is about, or 404: one that is over cannot be changed any more. */
export function liveRoom(core: Core, request: RestRequest, sid: string): Room {
  const room = core.rooms.get(sid);
  if (!room) throw notFound(request);
  return room;
}

function update(core: Core, request: RestRequest): ConferenceRecord {
  const conference = find(core, request);
  const status = oneOf(request.form, 'Status', ['completed'] as const, 20001);
  const announcement = target(request.form, 'AnnounceUrl', 'AnnounceMethod');
  const room = core.rooms.get(conference.sid);
  // Ending what is over is no error; speaking into it is.
  if (!room && status) return conference;
  const live = liveRoom(core, request, conference.sid);
  if (!status && !announcement) throw invalid(20001, 'Give Status or AnnounceUrl');
  if (announcement) announce(live, announcement);
  if (status) live.end('conference-ended-via-api');
  return conference;
}

function list(core: Core, request: RestRequest, view: (conference: ConferenceRecord) => unknown): RestReply {
  checkAccount(core, request);
  const { query } = request;
  const found = core.conferences
    .values()
    .filter(
      (conference) =>
        matches(query.get('Status'), conference.status) &&
        matches(query.get('FriendlyName'), conference.friendlyName) &&
        withinTimes(query, 'DateCreated', conference.dateCreated) &&
        withinTimes(query, 'DateUpdated', conference.dateUpdated),
    )
    .reverse();
  return classicPage(request, 'conferences', found, view);
}
