import { randomUUID } from 'node:crypto';
import { handler as hangup } from '../../functions/calls/hangup';
import { handler as history } from '../../functions/calls/history';
import { handler as state } from '../../functions/calls/state';
import { handler as announce } from '../../functions/phone-to-phone/announce.protected';
import { handler as dialRecipient } from '../../functions/phone-to-phone/dial-recipient.protected';
import { handler as leave } from '../../functions/phone-to-phone/leave.protected';
import { handler as start } from '../../functions/phone-to-phone/start';
import { handler as status } from '../../functions/phone-to-phone/status.protected';
import { handler as startInBrowser } from '../../functions/voice/start';
import { type AccessClaims, type Handler, type Role, signToken } from '../endpoint';
import { type FakeAnswer, FakeTwilio, type SeenRequest } from '../testing/fake-twilio';
import { type Answered, ENVIRONMENT, invoke } from '../testing/invoke';
import type { CallView, LegStatus } from './contract';

const HANDLERS = {
  start,
  'voice/start': startInBrowser,
  'dial-recipient': dialRecipient,
  status,
  leave,
  announce,
  hangup,
  state,
  history,
};
type Name = keyof typeof HANDLERS;

/** A line as the fake Twilio knows it. */
export interface FakeLine {
  sid: string;
  to: string;
  status: LegStatus;
  /** What the line is to play. */
  twiml: string;
  /** Where it reports. */
  callback: string;
  createdAt: number;
  endedAt: number | undefined;
}

const notFound: FakeAnswer = { status: 404, body: { code: 20404, status: 404, message: 'not found' } };
const rfc2822 = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toUTCString());

/** Just enough of Twilio's Voice REST API: lines, and conferences with their participants. */
class FakeVoice {
  readonly lines: FakeLine[] = [];
  readonly rooms = new Map<string, { sid: string; customer: string }>();

  line(sid: string): FakeLine | undefined {
    return this.lines.find((line) => line.sid === sid);
  }

  add(to: string, twiml: string, callback: string): FakeLine {
    const sid = `CA${String(this.lines.length + 1).padStart(32, '0')}`;
    const line: FakeLine = {
      sid,
      to,
      status: 'queued',
      twiml,
      callback,
      createdAt: Date.now(),
      endedAt: undefined,
    };
    this.lines.push(line);
    return line;
  }

  end(line: FakeLine, final: LegStatus): void {
    line.status = final;
    line.endedAt ??= Date.now();
  }

  answer({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    if (!url.startsWith('api.twilio.com')) return undefined;
    const path = url.replace(/^.*\/Accounts\/\w+\//, '');
    if (path === 'Calls.json') return method === 'get' ? this.#list(form) : this.#place(form);
    const call = /^Calls\/(\w+)\.json$/.exec(path)?.[1];
    if (call !== undefined) return this.#call(method, call, form);
    if (path === 'Conferences.json') return this.#conferences(form.FriendlyName ?? '');
    const [, room = '', participant] =
      /^Conferences\/(\w+)\/Participants(?:\/(\w+))?\.json$/.exec(path) ?? [];
    if (participant !== undefined) return { status: 200, body: { call_sid: participant } };
    return method === 'get' ? this.#participants(room) : this.#dial(room, form);
  }

  #view = (line: FakeLine) => ({
    sid: line.sid,
    to: line.to,
    status: line.status,
    date_created: rfc2822(line.createdAt),
    start_time: rfc2822(line.createdAt),
    end_time: rfc2822(line.endedAt),
    duration: line.endedAt === undefined ? null : '0',
  });

  #list(form: Record<string, string>): FakeAnswer {
    const calls = this.lines.filter(({ to }) => to === form.To).reverse();
    return { status: 200, body: { calls: calls.map(this.#view), next_page_uri: null } };
  }

  #place({ To = '', Twiml, Url = '', StatusCallback = '' }: Record<string, string>): FakeAnswer {
    const twiml = Twiml ?? `<Redirect action="${Url.replaceAll('&', '&amp;')}"/>`;
    return { status: 201, body: this.#view(this.add(To, twiml, StatusCallback)) };
  }

  #call(method: string, sid: string, form: Record<string, string>): FakeAnswer {
    const line = this.line(sid);
    if (line === undefined) return notFound;
    if (method === 'get') return { status: 200, body: this.#view(line) };
    const over = line.endedAt !== undefined;
    if (over && form.Twiml !== undefined)
      return { status: 400, body: { code: 21220, status: 400, message: 'Call is not in-progress.' } };
    if (form.StatusCallback !== undefined) line.callback = form.StatusCallback;
    if (form.Twiml !== undefined) line.twiml = form.Twiml;
    else if (!over) this.end(line, line.status === 'in-progress' ? 'completed' : 'canceled');
    return { status: 200, body: this.#view(line) };
  }

  #dial(name: string, { To = '', StatusCallback = '' }: Record<string, string>): FakeAnswer {
    const { sid } = this.add(To, '', StatusCallback);
    const room = `CF${String(this.rooms.size + 1).padStart(32, '0')}`;
    this.rooms.set(name, { sid: room, customer: sid });
    return { status: 201, body: { call_sid: sid, conference_sid: room, label: 'customer' } };
  }

  #conferences(name: string): FakeAnswer {
    const room = this.rooms.get(name);
    const conferences = room === undefined ? [] : [{ sid: room.sid, status: 'in-progress' }];
    return { status: 200, body: { conferences, next_page_uri: null } };
  }

  #participants(sid: string): FakeAnswer {
    const room = [...this.rooms.values()].find((each) => each.sid === sid);
    const up = room !== undefined && this.line(room.customer)?.endedAt === undefined;
    const participants = up ? [{ call_sid: room.customer, label: 'customer' }] : [];
    return { status: 200, body: { participants, next_page_uri: null } };
  }
}

export const ADA = { id: 'a'.repeat(20), email: 'ada@example.com', phone: '+14155550101' };
export const BOB = { id: 'b'.repeat(20), email: 'bob@example.com', phone: '+14155550102' };
export const CARL = '+14155550123';
export const DORA = '+14155550124';

/** A stage for stories about calls: our functions, with Twilio played by the test. */
export class Stage {
  readonly twilio = new FakeTwilio();
  readonly voice = new FakeVoice();
  /** Fails a request on its way: an answer, or an Error for a lost connection. */
  fault: (request: SeenRequest) => FakeAnswer | Error | undefined = () => undefined;
  /** How many functions were run. */
  runs = 0;
  #sequence = 0;
  #delivery: string | undefined;

  constructor(readonly environment: Record<string, string> = {}) {
    this.twilio.intercept = (request) => this.fault(request) ?? this.voice.answer(request);
    for (const { id } of [ADA, BOB]) this.twilio.maps.set(`calls.${id}`, new Map());
  }

  #token(who: typeof ADA, roles: Role[]): string {
    const context = { secret: ENVIRONMENT.JWT_SECRET, tenant: 'default', now: new Date() };
    const claims: AccessClaims = { email: who.email, phone: who.phone, roles, sid: 's', epoch: 0 };
    return signToken(context, 'access', { ...claims, sub: who.id, jti: 'j' }, 3600);
  }

  async call(handler: Handler, fields: Record<string, unknown>, headers = {}): Promise<Answered> {
    this.runs += 1;
    return invoke(handler, this.twilio, fields, { headers, environment: this.environment });
  }

  /** Somebody asks for something over HTTP. */
  ask(
    name: Name,
    fields: Record<string, unknown> = {},
    who = ADA,
    roles: Role[] = ['agent'],
  ): Promise<Answered> {
    return this.invokes(HANDLERS[name], fields, who, roles);
  }

  /** As `ask`, of any function. */
  invokes(
    handler: Handler,
    fields: Record<string, unknown>,
    who = ADA,
    roles: Role[] = ['agent'],
  ): Promise<Answered> {
    return this.call(handler, fields, { authorization: `Bearer ${this.#token(who, roles)}` });
  }

  start(fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    return this.ask('start', { RecipientNumber: CARL, ...fields }, who);
  }

  /** The newest line to a number. Throws when nobody called it. */
  lineTo(number: string): FakeLine {
    const line = this.voice.lines.findLast(({ to }) => to === number);
    if (line === undefined) throw new Error(`nobody called ${number}`);
    return line;
  }

  /** Sends a webhook up to `times` times until it is taken, under one name as Twilio does. */
  async delivers(times: number, send: () => Promise<{ status: number }>): Promise<void> {
    const before = this.#delivery;
    this.#delivery = randomUUID();
    try {
      for (let time = 0; time < times; time += 1) if ((await send()).status < 500) break;
    } finally {
      this.#delivery = before;
    }
  }

  /** Twilio asks one of our functions: the fields of its URL with Twilio's own. */
  webhook(address: string, fields: Record<string, string> = {}): Promise<Answered> {
    const { pathname, searchParams } = new URL(address);
    const name = pathname.split('/').at(-1) as Name;
    return this.call(
      HANDLERS[name],
      { ...Object.fromEntries(searchParams), ...fields },
      this.deliveryHeaders(),
    );
  }

  /** How Twilio names the delivery that goes on. */
  protected deliveryHeaders(): Record<string, string> {
    return { 'i-twilio-idempotency-token': this.#delivery ?? randomUUID() };
  }

  /** A line gets a status and reports it. */
  async reports(line: FakeLine, CallStatus: LegStatus, more: Record<string, string> = {}): Promise<Answered> {
    if (['queued', 'initiated', 'ringing', 'in-progress'].includes(CallStatus)) line.status = CallStatus;
    else this.voice.end(line, CallStatus);
    return this.webhook(line.callback, {
      CallSid: line.sid,
      CallStatus,
      Timestamp: new Date().toUTCString(),
      ...more,
    });
  }

  /** What has ended is reported; a click ends one line, and the report of its end brings about what is left. */
  async tellsEnds(): Promise<void> {
    for (const line of this.voice.lines)
      if (line.endedAt !== undefined && line.callback !== '') await this.reports(line, line.status);
  }

  /** The conference reports an event about a line, or its end brought about by that line. */
  async room(
    event: string,
    line: FakeLine,
    label: 'agent' | 'customer',
    more: Record<string, string> = {},
  ): Promise<Answered> {
    this.#sequence += 1;
    const address = this.lineTo(ADA.phone).callback.replace('leg=agent', 'leg=conference');
    const [room] = this.voice.rooms.values();
    return this.webhook(address, {
      ConferenceSid: room?.sid ?? '',
      StatusCallbackEvent: event,
      SequenceNumber: String(this.#sequence),
      Timestamp: new Date().toUTCString(),
      ...(event === 'conference-end'
        ? { CallSidEndingConference: line.sid }
        : { CallSid: line.sid, ParticipantLabel: label }),
      ...more,
    });
  }

  /** The address in a line's TwiML where Twilio goes on. */
  action(line: FakeLine): string {
    return (/action="([^"]+)"/.exec(line.twiml)?.[1] ?? '').replaceAll('&amp;', '&');
  }

  /** Ada's phone rings and she answers. */
  async adaAnswers(): Promise<FakeLine> {
    const line = this.lineTo(ADA.phone);
    await this.reports(line, 'ringing');
    await this.reports(line, 'in-progress');
    return line;
  }

  /** A key is pressed on a line; it then plays the answer. */
  async press(line: FakeLine, Digits = '1'): Promise<Answered> {
    const answer = await this.webhook(this.action(line), { CallSid: line.sid, Digits });
    line.twiml = String(answer.body);
    return answer;
  }

  /** Everything until Carl's phone rings: his line. */
  async carlRings(): Promise<{ ada: FakeLine; carl: FakeLine }> {
    await this.start();
    const ada = await this.adaAnswers();
    await this.press(ada);
    const carl = this.lineTo(CARL);
    await this.reports(carl, 'ringing');
    await this.room('participant-join', ada, 'agent');
    return { ada, carl };
  }

  /** Everything until they talk. */
  async theyTalk(): Promise<{ ada: FakeLine; carl: FakeLine }> {
    const lines = await this.carlRings();
    await this.reports(lines.carl, 'in-progress');
    await this.room('participant-join', lines.carl, 'customer');
    return lines;
  }

  callsTo(number: string): number {
    return this.voice.lines.filter(({ to }) => to === number).length;
  }

  /** What the agent's page sees: the live call, or the newest of the history. */
  async seen(): Promise<CallView | undefined> {
    const live = (await this.ask('state')).body.data.call as CallView | null;
    if (live !== null) return live;
    return ((await this.ask('history')).body.data.calls as CallView[])[0];
  }

  /** The keys in Ada's map. */
  keys(): string[] {
    return Object.keys(this.twilio.items(`calls.${ADA.id}`)).map((key) => (key === 'live' ? key : 'history'));
  }

  /** How many requests to Twilio `work` makes. */
  async counting(work: () => Promise<unknown>): Promise<number> {
    const before = this.twilio.requests.length;
    await work();
    return this.twilio.requests.length - before;
  }
}

const ALL_BUT_DATE = [
  ...([
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'clearImmediate',
  ] as const),
  ...(['nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
];

/** Moves the time that functions see by some seconds; timers stay real. */
export function later(seconds: number): void {
  const now = Date.now() + seconds * 1000;
  jest.useFakeTimers({ doNotFake: ALL_BUT_DATE });
  jest.setSystemTime(now);
}

export const refused = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, status, message: `error ${code}`, more_info: '' },
});

/** A connection that breaks, as Node tells it. */
export const broken = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
