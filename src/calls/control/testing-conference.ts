import type { LegStatus } from '../contract';
import { type Callback, isSupervisorId, labelOf, type OtherId } from '../state';

/** How somebody takes part, as Twilio is told. */
export interface Change {
  muted?: boolean | undefined;
  hold?: boolean | undefined;
  coaching?: boolean | undefined;
  /** The line that is coached, `CA…`. */
  coached?: string | undefined;
  endsConference?: boolean | undefined;
}

/** Somebody who is in the conference, or called into it. */
export interface Member {
  muted: boolean;
  hold: boolean;
  coaching: boolean;
  coached: string;
  endsConference: boolean;
  sid: string;
  who: string;
  connected: boolean;
}

interface Line {
  sid: string;
  /** `agent`, `customer`, or the id of a guest or supervisor. */
  who: string;
  status: LegStatus;
}

const FINAL: LegStatus[] = ['completed', 'busy', 'no-answer', 'canceled', 'failed'];

/**
 * One conference of Twilio's and its lines, with Twilio's own consequences: whose exit ends it ends it for all, a line
 * that ends leaves it, a coach needs somebody to coach, who has left can't be changed. What Twilio would report waits in
 * `reports` until a test delivers it: in order, shuffled, twice, or not at all.
 */
export class Conference {
  readonly sid = `CF${'f'.repeat(32)}`;
  readonly lines = new Map<string, Line>();
  readonly members = new Map<string, Member>();
  readonly reports: Callback[] = [];
  over = false;
  #sequence = 0;
  #lines = 0;

  /** @param now milliseconds since the epoch */
  constructor(private readonly now: () => number) {}

  /** A new line to somebody. */
  place(who: string): string {
    this.#lines += 1;
    const sid = `CA${String(this.#lines).padStart(32, '0')}`;
    this.lines.set(sid, { sid, who, status: 'queued' });
    return sid;
  }

  isUp(sid: string): boolean {
    const line = this.lines.get(sid);
    return line !== undefined && !FINAL.includes(line.status);
  }

  /** The newest line to somebody. */
  lineOf(who: string): string | undefined {
    return [...this.lines.values()].findLast((line) => line.who === who)?.sid;
  }

  memberOf(who: string): Member | undefined {
    return [...this.members.values()].find((member) => member.who === who && member.connected);
  }

  /** Calls somebody into the conference; undefined: it is over. */
  dial(who: string, change: Change = {}): string | undefined {
    if (this.over) return undefined;
    const sid = this.place(who);
    this.#add(sid, who, change);
    return sid;
  }

  /** A line rings, or is answered: who was called into the conference is in it then. */
  becomes(sid: string, status: 'ringing' | 'in-progress'): void {
    const line = this.lines.get(sid);
    if (line === undefined || !this.isUp(sid)) return;
    line.status = status;
    this.#tellOfLine(line);
    const member = this.members.get(sid);
    if (status === 'in-progress' && member !== undefined) this.#connect(member);
  }

  /** A line comes in by its TwiML; false: Twilio refuses a coach of nobody, and the line ends. */
  enters(sid: string, change: Change): boolean {
    const line = this.lines.get(sid);
    if (line === undefined || !this.isUp(sid)) return false;
    if (this.over || (change.coaching && !this.members.has(change.coached ?? ''))) {
      this.ends(sid);
      return false;
    }
    this.#connect(this.#add(sid, line.who, change));
    return true;
  }

  /** Changes how somebody takes part: the code that Twilio refuses with, or undefined. */
  change(sid: string, change: Change): 20404 | 13240 | undefined {
    const member = this.members.get(sid);
    if (member === undefined) return 20404;
    const coached = change.coached ?? member.coached;
    if (change.coaching && !this.members.has(coached)) return 13240;
    const before = { ...member };
    Object.assign(member, Object.fromEntries(Object.entries(change).filter(([, to]) => to !== undefined)));
    const told = (event: string) => this.#tell(`participant-${event}`, member);
    if (before.muted !== member.muted) told(member.muted ? 'mute' : 'unmute');
    if (before.hold !== member.hold) told(member.hold ? 'hold' : 'unhold');
    if (before.coaching !== member.coaching || before.coached !== member.coached) told('modify');
    return undefined;
  }

  /** A line ends, whoever ends it. */
  ends(sid: string, status: LegStatus = 'completed'): void {
    const line = this.lines.get(sid);
    if (line === undefined || !this.isUp(sid)) return;
    line.status = status;
    this.#tellOfLine(line);
    const member = this.members.get(sid);
    this.members.delete(sid);
    if (member?.connected && member.endsConference) this.end(sid);
  }

  /** A line is given something else to play; its exit may end the conference. False: it is over. */
  leaves(sid: string): boolean {
    if (!this.isUp(sid)) return false;
    const member = this.members.get(sid);
    this.members.delete(sid);
    if (member?.connected && member.endsConference) this.end(sid);
    return true;
  }

  /** The conference is over for everybody, and no line has anything else to do. */
  end(by?: string): void {
    if (this.over) return;
    this.over = true;
    const left = [...this.members.values()];
    this.members.clear();
    this.reports.push({
      about: 'conference',
      ConferenceSid: this.sid,
      StatusCallbackEvent: 'conference-end',
      SequenceNumber: String(++this.#sequence),
      Timestamp: new Date(this.now()).toUTCString(),
      ...(by === undefined ? {} : { CallSidEndingConference: by }),
    });
    for (const { sid } of left) this.ends(sid);
  }

  /** Whether one hears the other: the rule of Twilio. */
  hears(listener: string, speaker: string): boolean {
    const [one, other] = [this.memberOf(listener), this.memberOf(speaker)];
    if (one === undefined || other === undefined || one === other) return false;
    if (one.hold || other.hold || other.muted) return false;
    return !other.coaching || other.coached === one.sid;
  }

  /** The customer hears nothing, and nobody is there who could say a word to them. */
  get customerAlone(): boolean {
    const customer = this.memberOf('customer');
    if (customer === undefined || customer.hold) return false;
    return ![...this.members.values()].some(
      ({ who, connected, hold, coaching, muted }) =>
        who !== 'customer' && connected && !hold && !coaching && !(isSupervisorId(who) && muted),
    );
  }

  /** Whose lines are up. */
  get up(): string[] {
    return [...this.lines.values()].filter(({ sid }) => this.isUp(sid)).map(({ who }) => who);
  }

  #add(sid: string, who: string, change: Change): Member {
    const member: Member = {
      ...{ sid, who, connected: false },
      ...{ muted: false, hold: false, coaching: false, coached: '', endsConference: false },
      ...Object.fromEntries(Object.entries(change).filter(([, to]) => to !== undefined)),
    };
    this.members.set(sid, member);
    return member;
  }

  #connect(member: Member): void {
    if (member.connected) return;
    member.connected = true;
    this.#tell('participant-join', member);
  }

  #tell(StatusCallbackEvent: string, { sid, who, muted, hold, coaching }: Member): void {
    this.reports.push({
      about: 'conference',
      ConferenceSid: this.sid,
      StatusCallbackEvent,
      SequenceNumber: String(++this.#sequence),
      ParticipantLabel: who === 'agent' || who === 'customer' ? who : labelOf(who as OtherId),
      CallSid: sid,
      Timestamp: new Date(this.now()).toUTCString(),
      Muted: String(muted),
      Hold: String(hold),
      Coaching: String(coaching),
    });
  }

  #tellOfLine({ sid, who, status }: Line): void {
    const mine = who === 'agent' || who === 'customer';
    this.reports.push({
      ...(mine ? { about: who } : { about: 'other' as const, other: who }),
      CallSid: sid,
      CallStatus: status,
      Timestamp: new Date(this.now()).toUTCString(),
      ...(FINAL.includes(status) ? { CallDuration: '9' } : {}),
    });
  }
}
