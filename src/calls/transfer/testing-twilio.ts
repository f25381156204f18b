import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import { type FakeLine, refused } from '../testing';

/** Somebody in a conference. */
export interface Member {
  line: FakeLine;
  label: string;
  muted: boolean;
  hold: boolean;
  /** Whom they coach, `CA…`. */
  coaches: string | undefined;
  /** Their exit ends it. */
  ends: boolean;
  /** Nothing is heard before one of these has come. */
  starts: boolean;
  /** Heard before: nothing, or music. */
  waits: 'silence' | 'music';
}

interface Room {
  sid: string;
  name: string;
  callback: string;
  members: Map<string, Member>;
  started: boolean;
  over: boolean;
  sequence: number;
}

const flag = (text: string | undefined, before: boolean): boolean =>
  text === undefined ? before : text === 'true';
const plain = (text = ''): string => text.replaceAll('&amp;', '&');
const attribute = (text: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(text)?.[1];

/**
 * Conferences as Twilio keeps them, in and out of which lines come by what they play: whose exit ends it ends it for all;
 * a line then asks its `action`, or is over; a coach needs somebody to coach; no two have the same label.
 */
export class Rooms {
  readonly all: Room[] = [];

  constructor(
    /** Twilio reports. */
    private readonly reports: (address: string, fields: Record<string, string>) => void,
    /** The conference is over for a line that is up. */
    private readonly goesOn: (line: FakeLine) => void,
  ) {}

  of(line: FakeLine): { room: Room; member: Member } | undefined {
    for (const room of this.all) {
      const member = room.members.get(line.sid);
      if (member !== undefined) return { room, member };
    }
    return undefined;
  }

  /** A line plays `<Dial><Conference>`. */
  enters(line: FakeLine): void {
    const [, attributes = '', name = ''] = /<Conference([^>]*)>([^<]+)</.exec(line.twiml) ?? [];
    const coaches = attribute(attributes, 'coach');
    if (coaches !== undefined && !this.#named(name).members.has(coaches)) {
      this.goesOn(line);
      return;
    }
    this.comes(
      name,
      {
        line,
        label: attribute(attributes, 'participantLabel') ?? '',
        muted: attribute(attributes, 'muted') === 'true',
        hold: false,
        coaches,
        ends: attribute(attributes, 'endConferenceOnExit') === 'true',
        starts: attribute(attributes, 'startConferenceOnEnter') !== 'false',
        waits: (attribute(attributes, 'waitUrl') ?? '') === '' ? 'silence' : 'music',
      },
      plain(attribute(attributes, 'statusCallback')),
    );
  }

  #named(name: string): Room {
    const known = this.all.find((one) => one.name === name && !one.over);
    if (known !== undefined) return known;
    const sid = `CF${String(this.all.length + 1).padStart(32, '0')}`;
    const room = { sid, name, callback: '', members: new Map(), started: false, over: false, sequence: 0 };
    this.all.push(room);
    return room;
  }

  /** Somebody comes in, by their own line or called from within. */
  comes(name: string, member: Member, callback: string): void {
    const room = this.#named(name);
    for (const { label } of room.members.values())
      if (label === member.label) throw new Error(`16025: two are ${label}`);
    if (room.callback === '') room.callback = callback;
    room.members.set(member.line.sid, member);
    room.started ||= member.starts;
    this.#tell(room, 'participant-join', member);
  }

  /** A line ends, or plays something else. */
  leaves(line: FakeLine): void {
    const found = this.of(line);
    if (found === undefined) return;
    const { room, member } = found;
    room.members.delete(line.sid);
    if (!member.ends) return;
    room.over = true;
    const left = [...room.members.values()];
    room.members.clear();
    this.reports(room.callback, {
      ...this.#about(room, 'conference-end'),
      CallSidEndingConference: line.sid,
    });
    for (const each of left) this.goesOn(each.line);
  }

  #about(room: Room, StatusCallbackEvent: string): Record<string, string> {
    room.sequence += 1;
    return {
      ConferenceSid: room.sid,
      StatusCallbackEvent,
      SequenceNumber: String(room.sequence),
      Timestamp: new Date().toUTCString(),
    };
  }

  #tell(room: Room, event: string, { line, label, muted, hold, coaches }: Member): void {
    this.reports(room.callback, {
      ...this.#about(room, event),
      CallSid: line.sid,
      ParticipantLabel: label,
      Muted: String(muted),
      Hold: String(hold),
      Coaching: String(coaches !== undefined),
    });
  }

  /** Whether one hears the other: the rule of Twilio. */
  hears(listener: FakeLine, speaker: FakeLine): boolean {
    const [one, other] = [this.of(listener), this.of(speaker)];
    if (one === undefined || other === undefined || one.room !== other.room || listener === speaker)
      return false;
    if (!one.room.started || one.member.hold || other.member.hold || other.member.muted) return false;
    return other.member.coaches === undefined || other.member.coaches === listener.sid;
  }

  answer({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    const path = /\/Accounts\/\w+\/Conferences(.*)\.json$/.exec(url)?.[1];
    if (path === undefined) return undefined;
    const [, sid, , participant] = /^\/(\w+)(\/Participants)?(?:\/(\w+))?$/.exec(path) ?? [];
    if (sid === undefined) {
      const named = this.all.filter(({ name, over }) => name === form.FriendlyName && !over);
      const conferences = named.map((room) => ({ sid: room.sid, status: 'in-progress' }));
      return { status: 200, body: { conferences, next_page_uri: null } };
    }
    const room = this.all.find((one) => one.sid === sid && !one.over);
    if (room === undefined) return refused(404, 20404);
    if (participant !== undefined) return this.#change(room, participant, form);
    if (method !== 'get') return undefined;
    const participants = [...room.members.values()].map(({ line, label }) => ({ call_sid: line.sid, label }));
    return { status: 200, body: { participants, next_page_uri: null } };
  }

  #change(room: Room, sid: string, form: Record<string, string>): FakeAnswer {
    const member = room.members.get(sid);
    if (member === undefined) return refused(404, 20404);
    const { hold, muted, coaches } = member;
    const coached = form.Coaching === 'false' ? undefined : (form.CallSidToCoach ?? coaches);
    if (coached !== undefined && coached !== coaches && !room.members.has(coached))
      return refused(400, 13240);
    Object.assign(member, {
      hold: flag(form.Hold, hold),
      muted: flag(form.Muted, muted),
      coaches: coached,
      ends: flag(form.EndConferenceOnExit, member.ends),
    });
    if (member.hold !== hold) this.#tell(room, `participant-${hold ? 'unhold' : 'hold'}`, member);
    if (member.muted !== muted) this.#tell(room, `participant-${muted ? 'unmute' : 'mute'}`, member);
    if (member.coaches !== coaches) this.#tell(room, 'participant-modify', member);
    return { status: 200, body: { call_sid: sid, hold: member.hold, muted: member.muted } };
  }
}

/** Where a line goes on when its conference is over, `action` of its `<Dial>`. */
export const actionOf = ({ twiml }: FakeLine): string | undefined => {
  const dial = /<Dial([^>]*)>/.exec(twiml)?.[1];
  return dial === undefined ? undefined : plain(attribute(dial, 'action')) || undefined;
};

/** Where a line that is asked for a key goes on. */
export const gatherOf = ({ twiml }: FakeLine): string => plain(attribute(twiml, 'action'));

/** Where a line goes on after what is said. */
export const redirectOf = ({ twiml }: FakeLine): string | undefined =>
  plain(/<Redirect[^>]*>([^<]+)</.exec(twiml)?.[1]) || undefined;
