import type { LegStatus } from '../contract';
import { type CallState, type Facts, isFinal, type LegFacts, legStatus, type Stand } from './facts';
import { isOtherId, type OtherId, whoseLabel } from './others';
import type { Hold, RoomFacts } from './room-facts';

/**
 * What Twilio reports about a call: the fields we read, of a line's status callback, of a conference event or of
 * answering machine detection, all as the texts that Twilio sends.
 * https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 * https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
 * https://www.twilio.com/docs/voice/answering-machine-detection
 */
export interface Callback {
  /** Whose line it is about, or the conference. Ours, from the callback's URL. */
  about: 'agent' | 'customer' | 'other' | 'conference';
  /** With `other`: the id of the guest or supervisor. Ours, too. */
  other?: string | undefined;
  CallSid?: string | undefined;
  CallStatus?: string | undefined;
  CallDuration?: string | undefined;
  SipResponseCode?: string | undefined;
  AnsweredBy?: string | undefined;
  /** RFC 2822. */
  Timestamp?: string | undefined;
  ConferenceSid?: string | undefined;
  StatusCallbackEvent?: string | undefined;
  SequenceNumber?: string | undefined;
  ParticipantLabel?: string | undefined;
  /** On participant-leave. https://www.twilio.com/en-us/changelog/participantcallstatus-and-reasonparticipantleft-attributes-added */
  ParticipantCallStatus?: string | undefined;
  CallSidEndingConference?: string | undefined;
  /** `true` or `false`, with every event about a participant. */
  Muted?: string | undefined;
  Hold?: string | undefined;
  Coaching?: string | undefined;
}

const CALL_SID = /^CA[0-9a-f]{32}$/i;
const CONFERENCE_SID = /^CF[0-9a-f]{32}$/i;

/** A whole number Twilio sent as text; undefined when it is none. */
function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function sid(text: string | undefined, shape: RegExp): string | undefined {
  return text !== undefined && shape.test(text) ? text : undefined;
}

/** When it happened, by Twilio's clock (whole seconds); ours when it doesn't say. */
function moment(timestamp: string | undefined, now: number): number {
  const parsed = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(parsed) || parsed < 0 ? now : parsed;
}

/** The line `callSid` has reached `status` at a time. */
export function legFacts(callSid: string, status: LegStatus | undefined, at: number): LegFacts {
  return {
    sid: callSid,
    ...(status === undefined ? {} : { status }),
    ...(status === 'ringing' ? { ringing: at } : {}),
    ...(status === 'in-progress' ? { answered: at } : {}),
    ...(isFinal(status) ? { ended: at } : {}),
  };
}

/** The line of the agent, the customer, or the guest or supervisor by that id is so. */
export function factsAbout(who: string, line: LegFacts): Facts {
  if (who === 'agent' || who === 'customer') return { [who]: line };
  return { others: { [who]: { line } } };
}

function lineFacts(callback: Callback, at: number): Facts {
  const callSid = sid(callback.CallSid, CALL_SID);
  const who = callback.about === 'other' ? idOf(callback) : callback.about;
  if (callSid === undefined || who === undefined) return {};
  const leg = legFacts(callSid, legStatus(callback.CallStatus), at);
  const seconds = whole(callback.CallDuration);
  const sip = whole(callback.SipResponseCode);
  if (seconds !== undefined && leg.ended !== undefined) leg.seconds = seconds;
  if (sip !== undefined && leg.ended !== undefined) leg.sip = sip;
  // `machine_start`, `machine_end_beep`, …, `fax`; `human` and `unknown` are treated as people.
  if (who === 'customer' && /^(machine|fax)/.test(callback.AnsweredBy ?? '')) leg.machine = at;
  return factsAbout(who, leg);
}

const idOf = ({ other = '' }: Callback): OtherId | undefined => (isOtherId(other) ? other : undefined);

/** Events that tell how a participant takes part from then on. */
const CHANGES = new Set([
  'participant-mute',
  'participant-unmute',
  'participant-hold',
  'participant-unhold',
  'participant-modify',
]);

function standIn({ Muted, Hold, Coaching }: Callback, n: number): Stand {
  return {
    n,
    ...(Muted === 'true' ? { muted: true } : {}),
    ...(Hold === 'true' ? { held: true } : {}),
    ...(Coaching === 'true' ? { coach: true } : {}),
  };
}

/** Events that put somebody on hold, if they tell of one. */
const HOLDS = new Set(['participant-hold', 'participant-join']);

/** How a participant takes part, told by an event with that number. Who comes in like everybody needs no word. */
function standFacts(who: string, callback: Callback, { n, at }: Hold): Pick<RoomFacts, 'stands' | 'holds'> {
  const stand = standIn(callback, n);
  const event = callback.StatusCallbackEvent ?? '';
  const plain = Object.keys(stand).length === 1 && event === 'participant-join';
  const begins = stand.held && HOLDS.has(event);
  return {
    ...(plain ? {} : { stands: { [who]: stand } }),
    ...(begins ? { holds: { [who]: { n, at } } } : {}),
  };
}

function roomFacts(callback: Callback, at: number): Facts {
  const room = sid(callback.ConferenceSid, CONFERENCE_SID);
  if (room === undefined) return {};
  const event = callback.StatusCallbackEvent ?? '';
  if (event === 'conference-end') {
    const by = sid(callback.CallSidEndingConference, CALL_SID);
    const ended = by === undefined ? { ended: true as const } : { ended: true as const, endedBy: by };
    return { rooms: { [room]: { joined: {}, left: {}, ...ended } } };
  }
  const who = whoseLabel(callback.ParticipantLabel);
  const sequence = whole(callback.SequenceNumber);
  const callSid = sid(callback.CallSid, CALL_SID);
  if (who === undefined || sequence === undefined || callSid === undefined) return {};
  if (event === 'participant-join')
    return {
      ...factsAbout(who, { sid: callSid, ...(who === 'customer' ? { joined: at } : {}) }),
      rooms: {
        [room]: { joined: { [who]: sequence }, left: {}, ...standFacts(who, callback, { n: sequence, at }) },
      },
    };
  if (event === 'participant-leave')
    return {
      ...factsAbout(who, legFacts(callSid, legStatus(callback.ParticipantCallStatus), at)),
      rooms: { [room]: { joined: {}, left: { [who]: sequence } } },
    };
  if (CHANGES.has(event))
    return {
      ...factsAbout(who, { sid: callSid }),
      rooms: { [room]: { joined: {}, left: {}, ...standFacts(who, callback, { n: sequence, at }) } },
    };
  return {};
}

/**
 * What a callback says, as facts to `learn`. Never throws: what it can't read, it leaves out.
 *
 * @param now milliseconds; stands in for a missing Timestamp.
 */
export function factsOf(callback: Callback, now: number): Facts {
  const at = moment(callback.Timestamp, now);
  return callback.about === 'conference' ? roomFacts(callback, at) : lineFacts(callback, at);
}

/** The line of `label` may have this sid: it has it already, or none is known, or the customer was dialled twice. */
function mayBe(call: CallState, label: 'agent' | 'customer', sid: string): boolean {
  const isComing = call.dialled !== undefined || call.consulted !== undefined;
  if (label === 'customer' && !isComing) return false;
  // Whose line it is that came in, is known from the start.
  if (label === 'customer' && call.offer?.caller !== undefined) return call.offer.caller === sid;
  const leg = call[label];
  return leg === undefined || leg.sid === sid || (label === 'customer' && call.again === true);
}

/** Somebody whom this call has called, by a line that may be theirs. */
function mayBeOther(call: CallState, id: OtherId, sid: string | undefined): boolean {
  const known = call.others?.[id];
  return known !== undefined && (known.line === undefined || known.line.sid === sid);
}

/**
 * What a callback says of this call: nothing, when it is about a line that this call cannot have placed. Which line the
 * agent's is, the first report tells.
 */
export function factsFor(call: CallState, facts: Facts): Facts {
  const foreign = (['agent', 'customer'] as const).some((label) => {
    const leg = facts[label];
    return leg !== undefined && !mayBe(call, label, leg.sid);
  });
  const strangers = Object.entries(facts.others ?? {}).some(
    ([id, { line }]) => !mayBeOther(call, id, line?.sid),
  );
  return foreign || strangers ? {} : facts;
}
