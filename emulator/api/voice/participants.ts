import { mayShow, openLeg, reserveStart } from '../../voice/calls';
import { invite } from '../../voice/conference/join';
import type { Member } from '../../voice/conference/member';
import type { Room } from '../../voice/conference/room';
import { openRoom, roomNamed } from '../../voice/conference/rooms';
import { update as change } from '../../voice/conference/update';
import type { Core } from '../../voice/core';
import { LONGEST_CALL_SECONDS } from '../../voice/leg';
import {
  CALL_EVENTS,
  CONFERENCE_EVENTS,
  type ParticipantRecord,
  type ParticipantSettings,
  type Target,
} from '../../voice/model';
import {
  classicPage,
  created,
  type Form,
  noContent,
  notFound,
  ok,
  type RestReply,
  type RestRequest,
  type Route,
} from '../rest';
import { liveRoom } from './conferences';
import {
  ACCOUNT,
  callee,
  caller,
  checkAccount,
  HOST,
  int,
  invalid,
  machineDetection,
  method,
  oneOf,
  refuse,
  subscription,
  target,
  url,
} from './input';
import { conferenceRecording, outboundRecording } from './recording-input';
import { participantView } from './views';

const PARTICIPANTS = `${ACCOUNT}/Conferences/{ConferenceSid}/Participants.json`;
const PARTICIPANT = `${ACCOUNT}/Conferences/{ConferenceSid}/Participants/{CallSid}.json`;

const UNSUPPORTED = ['SipAuthUsername', 'SipAuthPassword', 'Byoc', 'CallToken', 'ClientNotificationUrl'];

/** https://www.twilio.com/docs/voice/api/conference-participant-resource */
export function participantRoutes(core: Core): Route[] {
  const view = (participant: ParticipantRecord) => participantView(core.kernel.account, participant);
  const one = (request: RestRequest) => ok(view(find(core, request).member.record));
  return [
    { method: 'POST', host: HOST, path: PARTICIPANTS, handle: (request) => create(core, request, view) },
    { method: 'GET', host: HOST, path: PARTICIPANTS, handle: (request) => list(core, request, view) },
    { method: 'GET', host: HOST, path: PARTICIPANT, handle: one },
    { method: 'POST', host: HOST, path: PARTICIPANT, handle: (request) => ok(view(update(core, request))) },
    { method: 'DELETE', host: HOST, path: PARTICIPANT, handle: (request) => remove(core, request) },
  ];
}

/** By SID, which must be that of a live conference, or by name, which need not be one yet. */
function roomFor(core: Core, request: RestRequest, make: (name: string) => Room): Room {
  const given = request.params.ConferenceSid ?? '';
  if (/^CF[0-9a-f]{32}$/i.test(given)) return liveRoom(core, request, given);
  return roomNamed(core, given) ?? make(given);
}

function create(
  core: Core,
  request: RestRequest,
  view: (participant: ParticipantRecord) => Record<string, unknown>,
): RestReply {
  checkAccount(core, request);
  const { form } = request;
  refuse(request, UNSUPPORTED);
  const to = callee(form);
  const from = caller(form, (address) => mayShow(core, address), to);
  const settings = settingsOf(form);
  const timeout = int(form, 'Timeout', 21208, 5, 600) ?? 60;
  const timeLimit = int(form, 'TimeLimit', 21208, 1, 24 * 60 * 60) ?? LONGEST_CALL_SECONDS;
  const detection = machineDetection(form, 'AmdStatusCallback');
  const statusCallback = subscription(form, 'StatusCallback', CALL_EVENTS, ['completed']);
  const recording = outboundRecording(form, true);
  const conferenceRecord = conferenceRecording(form);
  const conference = {
    region: form.get('Region') || undefined,
    maxParticipants: int(form, 'MaxParticipants', 20001, 2, 250),
    statusCallback: subscription(form, 'ConferenceStatusCallback', CONFERENCE_EVENTS, ['start', 'end']),
  };
  const room = roomFor(core, request, (name) => openRoom(core, name, conference));
  const problem = room.objection(settings);
  if (problem) {
    room.closeIfEmpty();
    throw invalid(problem.code, problem.message);
  }
  const leg = openLeg(core, { from, to, direction: 'outbound-api', statusCallback });
  leg.record.queueTime = reserveStart(core);
  const member = invite(room, leg, {
    settings,
    timeout,
    timeLimit,
    detection,
    recording,
    conferenceRecording: conferenceRecord,
  });
  return created({ ...view(member.record), queue_time: String(Math.round(leg.record.queueTime)) });
}

function settingsOf(form: Form): ParticipantSettings {
  const callSidToCoach = form.get('CallSidToCoach') || null;
  return {
    label: labelOf(form),
    muted: form.bool('Muted') ?? false,
    hold: false,
    beep: oneOf(form, 'Beep', ['true', 'false', 'onEnter', 'onExit'] as const, 20001) ?? 'true',
    startConferenceOnEnter: form.bool('StartConferenceOnEnter') ?? true,
    endConferenceOnExit: form.bool('EndConferenceOnExit') ?? false,
    coaching: form.bool('Coaching') ?? callSidToCoach !== null,
    callSidToCoach,
    wait: waitOf(form),
    earlyMedia: form.bool('EarlyMedia') ?? true,
  };
}

function labelOf(form: Form): string | null {
  const label = form.get('Label') || null;
  // https://www.twilio.com/docs/voice/twiml/conference#attributes-participant-label
  if (label && label.length > 128) throw invalid(20001, 'Label is longer than 128 characters');
  return label;
}

/** Absent: Twilio's music. Empty: silence. */
function waitOf(form: Form): Target | null | undefined {
  if (!form.has('WaitUrl')) return undefined;
  const address = url(form, 'WaitUrl');
  return address ? { url: address, method: method(form, 'WaitMethod') } : null;
}

function find(core: Core, request: RestRequest): { room: Room; member: Member } {
  checkAccount(core, request);
  const { ConferenceSid = '', CallSid = '' } = request.params;
  const room = core.rooms.get(ConferenceSid) ?? roomNamed(core, ConferenceSid);
  const member = room?.find(CallSid);
  if (!room || !member) throw notFound(request);
  return { room, member };
}

function update(core: Core, request: RestRequest): ParticipantRecord {
  const { room, member } = find(core, request);
  const { form } = request;
  const callSidToCoach = form.get('CallSidToCoach') || undefined;
  const coaching = form.bool('Coaching') ?? (callSidToCoach ? true : undefined);
  const coached = callSidToCoach ?? member.record.callSidToCoach;
  if (coaching && !(coached && room.members.has(coached)))
    throw invalid(13240, `The call to coach, ${coached ?? 'none given'}, is not in the conference`);
  change(room, member, {
    muted: form.bool('Muted'),
    hold: form.bool('Hold'),
    holdMusic: target(form, 'HoldUrl', 'HoldMethod', 'GET'),
    announcement: target(form, 'AnnounceUrl', 'AnnounceMethod'),
    beepOnExit: form.bool('BeepOnExit'),
    endConferenceOnExit: form.bool('EndConferenceOnExit'),
    coaching,
    callSidToCoach,
    ...(form.has('WaitUrl') ? { wait: waitOf(form) } : {}),
  });
  return member.record;
}

/** Removes somebody: a call with TwiML goes on after its `<Dial>`, one made for the conference ends. */
function remove(core: Core, request: RestRequest): RestReply {
  const { room, member } = find(core, request);
  const inside = member.connected;
  room.leave(member, 'participant_updated_via_api', true);
  if (inside) member.release('kicked');
  else member.leg.end('canceled', 'api');
  return noContent();
}

function list(
  core: Core,
  request: RestRequest,
  view: (participant: ParticipantRecord) => unknown,
): RestReply {
  checkAccount(core, request);
  const { ConferenceSid = '' } = request.params;
  const room = core.rooms.get(ConferenceSid) ?? roomNamed(core, ConferenceSid);
  if (!room && !core.conferences.has(ConferenceSid)) throw notFound(request);
  const { query } = request;
  const same = (name: string, value: boolean) => (query.bool(name) ?? value) === value;
  const found = [...(room?.members.values() ?? [])]
    .map(({ record }) => record)
    .filter(
      ({ muted, hold, coaching }) => same('Muted', muted) && same('Hold', hold) && same('Coaching', coaching),
    );
  return classicPage(request, 'participants', found, view);
}
