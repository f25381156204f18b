import * as v from 'valibot';
import { handler as hangup } from '../../../functions/calls/hangup';
import { handler as join } from '../../../functions/supervise/join.protected';
import { handler as answer } from '../../../functions/taskrouter/answer.protected';
import { handler as assignment } from '../../../functions/taskrouter/assignment.protected';
import { handler as reject } from '../../../functions/taskrouter/reject';
import { handler as cancel } from '../../../functions/transfer/cancel';
import { handler as cold } from '../../../functions/transfer/cold';
import { handler as complete } from '../../../functions/transfer/complete';
import { handler as joinAll } from '../../../functions/transfer/join';
import { handler as swap } from '../../../functions/transfer/swap';
import { handler as warm } from '../../../functions/transfer/warm';
import { handler as after } from '../../../functions/voice/after.protected';
import { handler as mute } from '../../../functions/voice/mute';
import { type Handler, twilioWebhook } from '../../endpoint';
import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import type { Answered } from '../../testing/invoke';
import { GRACE } from '../control/testing';
import { offerWithdrawn, type Withdrawn } from '../inbound/offers';
import { FakeRouting } from '../inbound/testing-routing';
import { type CallState, labelOf, type OtherFacts } from '../state';
import { newCall } from '../state/testing';
import { ADA, BOB, CARL, DORA, type FakeLine, later, Stage } from '../testing';
import { colleagueAsked, nobodyTook } from './first';
import { actionOf, gatherOf, Rooms, redirectOf } from './testing-twilio';

const CLICKS = { hangup, cancel, cold, complete, join: joinAll, swap, warm };
export type Click = keyof typeof CLICKS;
const WEBHOOKS: Record<string, Handler> = { after, answer, join };

/** What `/general/router` hands on. */
const taskMade = twilioWebhook(
  () => v.object({ transfer: v.unknown(), task: v.string() }),
  (deps, { transfer, task }) => colleagueAsked(deps, transfer, task).then(() => undefined),
  'event',
);
const taskOver = twilioWebhook(
  () => v.object({ transfer: v.unknown(), offer: v.custom<Withdrawn>(() => true) }),
  async (deps, { transfer, offer }) => {
    await Promise.all([nobodyTook(deps, transfer), offerWithdrawn(deps, offer)]);
    return undefined;
  },
  'event',
);
const ACCOUNT = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, WORKFLOW_SID: `WW${'1'.repeat(32)}` };
/** Nobody of ours. */
export const ED = '+14155550125';
const SITE = 'https://example.twil.io';
const GUEST = 'g101aaaaaa';
const SUPERVISOR = 's002bbbbbb';
const FINAL = ['completed', 'busy', 'no-answer', 'canceled', 'failed'];

/**
 * Ada talks with Carl, Dora is with them, and Grace whispers to Ada. Carl is to be handed on to Bob, whose phone rings
 * when TaskRouter offers him the task for it; so two calls of ours work together, in two conferences of Twilio's.
 */
export class Company extends Stage {
  readonly routing = new FakeRouting();
  readonly ada: FakeLine;
  readonly carl: FakeLine;
  readonly dora: FakeLine;
  readonly grace: FakeLine;
  readonly callId: string;
  /** What lines were told in words. */
  readonly told = new Map<FakeLine, string>();
  /** Carl heard what was whispered. */
  overheard = false;
  #todo: (() => Promise<unknown>)[] = [];
  /** What follows when something has been said, which takes longer than everything else. */
  readonly #spoken: (() => Promise<unknown>)[] = [];
  readonly #over = new Set<FakeLine>();
  /** Whose phones ring, with their labels. */
  readonly #labels = new Map<FakeLine, string>();
  readonly rooms = new Rooms(
    (address, fields) => this.#follows(address, fields),
    (line) => this.#afterDial(line),
  );

  /** @param alone Dora and Grace have left before */
  constructor(alone = false) {
    super(ACCOUNT);
    this.twilio.intercept = (request) => this.fault(request) ?? this.#answer(request);
    this.routing.worker.attributes = { agent_id: BOB.id, email: BOB.email, contact_uri: BOB.phone };
    this.routing.task.status = 'canceled';
    const call = newCall();
    this.callId = call.id;
    const about = (leg: string, other = '') =>
      `${SITE}/phone-to-phone/status?agent=${ADA.id}&call=${call.id}&leg=${leg}${other && `&other=${other}`}`;
    const comes = (to: string, label: string, callback: string, ends: boolean, twiml = '') => {
      const line = this.voice.add(to, twiml, callback);
      line.status = 'in-progress';
      const coaches = to === GRACE.phone ? this.voice.lines[0]?.sid : undefined;
      const how = { muted: false, hold: false, coaches, ends, starts: ends, waits: 'silence' as const };
      this.rooms.comes(call.conference, { line, label, ...how }, about('conference'));
      return line;
    };
    const over = `${SITE}/supervise/join?agent=${ADA.id}&amp;call=${call.id}&amp;other=${SUPERVISOR}&amp;step=over`;
    this.ada = comes(ADA.phone, 'agent', about('agent'), true);
    this.carl = comes(CARL, 'customer', about('customer'), true);
    this.dora = comes(DORA, labelOf(GUEST), about('other', GUEST), false);
    this.grace = comes(
      GRACE.phone,
      labelOf(SUPERVISOR),
      about('other', SUPERVISOR),
      false,
      `<Dial action="${over}"><Conference>${call.conference}</Conference></Dial>`,
    );
    this.#todo = [];
    this.#keep(call);
    if (alone) this.#sendAway();
  }

  #keep(call: CallState): void {
    const at = Date.now() - 60_000;
    const up = ({ sid }: FakeLine) => ({ sid, status: 'in-progress' as const, answered: at });
    const [room] = this.rooms.all;
    const others: Record<string, OtherFacts> = {
      [GUEST]: { at, to: DORA, by: ADA.id, line: up(this.dora) },
      [SUPERVISOR]: {
        ...{ at, to: '+1415•••0103', who: GRACE.email, by: GRACE.id, line: up(this.grace) },
        wish: { at, by: 'aaaaaaaa', mode: 'whisper' },
      },
    };
    const joined = { agent: 1, customer: 2, [GUEST]: 3, [SUPERVISOR]: 4 };
    const live: CallState = {
      ...call,
      ...{ at, from: ADA.phone, to: CARL, who: ADA.email, key: at, dialled: { at, by: 'somebody' } },
      ...{ agent: up(this.ada), customer: up(this.carl), others },
      rooms: { [room?.sid ?? '']: { joined, left: {}, stands: { [SUPERVISOR]: { n: 4, coach: true } } } },
    };
    const item = { key: 'live', data: live, revision: 'first', ttl: 0 };
    this.twilio.maps.set(`calls.${ADA.id}`, new Map([['live', item]]));
  }

  #sendAway(): void {
    for (const line of [this.dora, this.grace]) {
      this.rooms.leaves(line);
      this.voice.end(line, 'completed');
      this.#over.add(line);
    }
    const item = this.twilio.maps.get(`calls.${ADA.id}`)?.get('live');
    if (item === undefined) return;
    const { others: _others, ...call } = item.data as CallState;
    const room = { joined: { agent: 1, customer: 2 }, left: {} };
    item.data = { ...call, rooms: { [this.rooms.all[0]?.sid ?? '']: room } };
  }

  /** The newest line to a number; undefined before it is placed. */
  lineOf(number: string): FakeLine | undefined {
    return this.voice.lines.findLast(({ to }) => to === number);
  }

  get bob(): FakeLine | undefined {
    return this.lineOf(BOB.phone);
  }

  #answer(request: SeenRequest): FakeAnswer | undefined {
    const { method, url, form } = request;
    if (/\/Tasks$/.test(url) && method === 'post' && form.Attributes?.includes('selected_contact_uri')) {
      Object.assign(this.routing.task, { status: 'reserved', attributes: form.Attributes });
      this.routing.reservation.status = 'pending';
      const { transfer } = JSON.parse(form.Attributes);
      const task = this.routing.task.sid;
      this.#todo.push(() => this.delivers(3, () => this.call(taskMade, { transfer, task })));
      return { status: 201, body: { sid: this.routing.task.sid } };
    }
    if (/\/Workers$/.test(url)) {
      const { sid, activity, attributes } = this.routing.worker;
      const worker = {
        ...{ sid, friendly_name: BOB.email, activity_name: activity },
        available: activity === 'available',
        attributes: JSON.stringify(attributes),
      };
      return { status: 200, body: { workers: [worker], meta: { key: 'workers', next_page_url: null } } };
    }
    if (/\/Participants\.json$/.test(url) && method === 'post') return this.#dials(form);
    if (/\/Participants\.json$/.test(url) && this.#rung.length > 0) return this.#withRung(request);
    const isOpen = this.routing.task.status !== 'canceled';
    const answered = this.routing.answer(request) ?? this.rooms.answer(request) ?? this.#call(request);
    if (isOpen && this.routing.task.status === 'canceled') this.#taskIsOver();
    this.#listen();
    return answered;
  }

  /** TaskRouter tells of the end of the task and of its offer. */
  #taskIsOver(): void {
    const { task, reservation, worker } = this.routing;
    const { transfer } = JSON.parse(task.attributes);
    const workerAttributes = worker.attributes;
    const offer = { reservation: reservation.sid, worker: worker.sid, how: 'canceled', workerAttributes };
    this.#todo.push(() => this.delivers(3, () => this.call(taskOver, { transfer, offer })));
  }

  /** A number is called into the first conference. */
  #dials({ To = '', Label = '', StatusCallback = '' }: Record<string, string>): FakeAnswer {
    const line = this.voice.add(To, '', StatusCallback);
    this.#labels.set(line, Label);
    return {
      status: 201,
      body: { call_sid: line.sid, conference_sid: this.rooms.all[0]?.sid, label: Label },
    };
  }

  /** Who was called into the conference and has not answered. */
  get #rung(): object[] {
    const up = [...this.#labels].filter(([{ endedAt }]) => endedAt === undefined);
    return up.map(([{ sid }, label]) => ({ call_sid: sid, label }));
  }

  #withRung(request: SeenRequest): FakeAnswer | undefined {
    const answered = this.rooms.answer(request);
    const { participants } = (answered?.body ?? {}) as { participants?: object[] };
    if (participants === undefined || !request.url.includes(this.rooms.all[0]?.sid ?? '?')) return answered;
    return { status: 200, body: { participants: [...participants, ...this.#rung], next_page_uri: null } };
  }

  /** Who was called into the conference answers. */
  async edAnswers(): Promise<void> {
    for (const [line, label] of this.#labels) {
      if (line.endedAt !== undefined) continue;
      line.status = 'in-progress';
      this.#reports(line);
      const how = { muted: false, hold: false, coaches: undefined, ends: false, starts: true };
      this.rooms.comes(newCall().conference, { line, label, ...how, waits: 'silence' }, '');
    }
    this.#labels.clear();
    await this.settle();
  }

  /** A request about lines, and what follows for the line that it is about. */
  #call(request: SeenRequest): FakeAnswer | undefined {
    const sid = /\/Calls\/(\w+)\.json$/.exec(request.url)?.[1] ?? '';
    const line = this.voice.line(sid);
    const wasUp = line?.endedAt === undefined;
    const answered = this.voice.answer(request);
    if (line === undefined || request.method === 'get' || !wasUp) return answered;
    this.rooms.leaves(line);
    if (line.endedAt === undefined) this.#plays(line);
    else this.#ended(line);
    return answered;
  }

  #listen(): void {
    if (this.rooms.hears(this.carl, this.grace)) this.overheard = true;
  }

  #follows(address: string, fields: Record<string, string>): void {
    if (address === '') return;
    this.#todo.push(() => this.delivers(3, () => this.webhook(address, fields)));
  }

  /** A line plays what it was given. */
  #plays(line: FakeLine): void {
    if (line.twiml.includes('<Conference')) this.rooms.enters(line);
    else if (!line.twiml.includes('<Gather') && !line.twiml.includes('/voice/queue')) {
      this.told.set(line, (/<Say[^>]*>([^<]+)</.exec(line.twiml)?.[1] ?? '') || (this.told.get(line) ?? ''));
      const next = redirectOf(line);
      if (next === undefined) this.ends(line);
      else this.#spoken.push(() => this.#asks(line, next));
    }
    this.#listen();
  }

  /** A line asks what to play next; a function that fails ends it. */
  async #asks(line: FakeLine, address: string, fields: Record<string, string> = {}): Promise<void> {
    let answered: Answered | undefined;
    await this.delivers(3, async () => {
      answered = await this.webhook(address, { CallSid: line.sid, CallStatus: line.status, ...fields });
      return answered;
    });
    if (line.endedAt !== undefined) return;
    line.twiml = String(answered?.body ?? '');
    if ((answered?.status ?? 500) < 500) this.#plays(line);
    else this.ends(line);
  }

  #afterDial(line: FakeLine): void {
    const action = actionOf(line);
    if (action === undefined) this.ends(line);
    else this.#todo.push(() => this.#asks(line, action));
  }

  /** A line ends. */
  ends(line: FakeLine, status: 'completed' | 'busy' = 'completed'): void {
    if (line.endedAt !== undefined) return;
    this.voice.end(line, status);
    const action = this.rooms.of(line) === undefined ? undefined : actionOf(line);
    this.rooms.leaves(line);
    if (action !== undefined) this.#todo.push(() => this.#asks(line, action));
    this.#ended(line);
    this.#listen();
  }

  #ended(line: FakeLine): void {
    if (this.#over.has(line)) return;
    this.#over.add(line);
    this.#reports(line);
  }

  #reports({ sid, callback, status }: FakeLine): void {
    const duration = FINAL.includes(status) ? { CallDuration: '9' } : {};
    const Timestamp = new Date().toUTCString();
    this.#follows(callback, { CallSid: sid, CallStatus: status, Timestamp, ...duration });
  }

  override webhook(address: string, fields: Record<string, string> = {}): Promise<Answered> {
    const { pathname, searchParams } = new URL(address);
    const handler = WEBHOOKS[pathname.split('/').at(-1) ?? ''];
    if (handler === undefined) return super.webhook(address, fields);
    return this.call(handler, { ...Object.fromEntries(searchParams), ...fields }, this.deliveryHeaders());
  }

  /** All that follows, in order. */
  async settle(): Promise<void> {
    const follows = () => this.#todo.shift() ?? this.#spoken.shift();
    for (let next = follows(); next; next = follows()) await next();
  }

  clicks(what: Click, fields: object = {}): Promise<Answered> {
    const target = what === 'cold' || what === 'warm' ? { agentId: BOB.id } : {};
    return this.invokes(CLICKS[what], { callId: this.callId, ...target, ...fields });
  }

  /** As people do: who is told that it failed clicks again. */
  async insists(what: Click, fields: object = {}): Promise<void> {
    for (let click = 0; click < 2; click += 1) if ((await this.clicks(what, fields)).status < 500) break;
    await this.settle();
  }

  /** TaskRouter offers Bob the task; when the answer is lost it offers it again. */
  async bobRings(): Promise<void> {
    const { task, reservation, worker } = this.routing;
    if (task.status !== 'reserved') return;
    const fields = {
      ...{ WorkspaceSid: ACCOUNT.WORKSPACE_SID, TaskSid: task.sid, ReservationSid: reservation.sid },
      ...{ WorkerSid: worker.sid, TaskAge: '0', TaskAttributes: task.attributes },
      WorkerAttributes: JSON.stringify(worker.attributes),
    };
    await this.delivers(2, () => this.call(assignment, fields));
    await this.#becomes('ringing');
  }

  async #becomes(status: 'ringing' | 'in-progress'): Promise<void> {
    const { bob } = this;
    if (bob === undefined || bob.endedAt !== undefined) return;
    bob.status = status;
    this.#reports(bob);
    await this.settle();
  }

  /** Bob answers and presses a key. */
  async bobTakes(): Promise<void> {
    await this.bobRings();
    await this.#becomes('in-progress');
    const { bob } = this;
    if (bob !== undefined && bob.endedAt === undefined && bob.twiml.includes('<Gather'))
      await this.#asks(bob, gatherOf(bob), { Digits: '1' });
    await this.settle();
  }

  async bobDeclines(): Promise<void> {
    await this.bobRings();
    const { bob } = this;
    const callId = new URL(bob?.callback ?? SITE).searchParams.get('call');
    for (let click = 0; click < 2; click += 1)
      if ((await this.invokes(reject, { callId }, BOB)).status < 500) break;
    await this.settle();
  }

  /** Somebody hangs up. */
  async hangsUp(line: FakeLine): Promise<void> {
    this.ends(line);
    await this.settle();
  }

  /** Ada mutes Dora. */
  async mutesDora(): Promise<void> {
    await this.invokes(mute, { callId: this.callId, participant: GUEST, muted: true });
    await this.settle();
  }

  /** Time goes by, and the agents' pages look. */
  async timePasses(seconds: number): Promise<void> {
    later(seconds);
    for (const who of [ADA, BOB]) await this.ask('state', {}, who);
    await this.settle();
  }

  /** Whether these two hear each other. */
  talk(one: FakeLine, other: FakeLine | undefined): boolean {
    return other !== undefined && this.rooms.hears(one, other) && this.rooms.hears(other, one);
  }

  /** Where Carl is. */
  get whereCarlIs():
    | 'with Ada'
    | 'with Bob'
    | 'with Ed'
    | 'with Dora'
    | 'on hold'
    | 'alone'
    | 'queue'
    | 'gone' {
    const { carl } = this;
    if (carl.endedAt !== undefined) return 'gone';
    if (carl.twiml.includes('/voice/queue')) return 'queue';
    if (this.rooms.of(carl)?.member.hold) return 'on hold';
    if (this.talk(carl, this.ada)) return 'with Ada';
    if (this.talk(carl, this.bob)) return 'with Bob';
    if (this.talk(carl, this.lineOf(ED))) return 'with Ed';
    return this.talk(carl, this.dora) ? 'with Dora' : 'alone';
  }

  /** Whom Grace coaches; undefined: her line is over. */
  get graceCoaches(): 'Ada' | 'Bob' | 'nobody' | undefined {
    const { grace, bob } = this;
    if (grace.endedAt !== undefined) return undefined;
    const coached = this.rooms.of(grace)?.member.coaches;
    if (coached === this.ada.sid && this.ada.endedAt === undefined) return 'Ada';
    return bob !== undefined && coached === bob.sid && bob.endedAt === undefined ? 'Bob' : 'nobody';
  }

  /** Whose lines are up. */
  get up(): string[] {
    return this.voice.lines.filter(({ endedAt }) => endedAt === undefined).map(({ to }) => to);
  }
}
