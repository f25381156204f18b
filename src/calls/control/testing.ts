import { handler as add } from '../../../functions/calls/add';
import { handler as announce } from '../../../functions/calls/announce';
import { handler as hangup } from '../../../functions/calls/hangup';
import { handler as remove } from '../../../functions/calls/remove';
import { handler as barge } from '../../../functions/supervise/barge';
import { handler as join } from '../../../functions/supervise/join.protected';
import { handler as listen } from '../../../functions/supervise/listen';
import { handler as stop } from '../../../functions/supervise/stop';
import { handler as whisper } from '../../../functions/supervise/whisper';
import { handler as dtmf } from '../../../functions/voice/dtmf';
import { handler as hold } from '../../../functions/voice/hold/start';
import { handler as unhold } from '../../../functions/voice/hold/stop';
import { handler as mute } from '../../../functions/voice/mute';
import type { Handler, Role } from '../../endpoint';
import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import type { Answered } from '../../testing/invoke';
import type { CallView, LegView } from '../contract';
import { type Callback, type CallState, labelOf } from '../state';
import { newCall, START } from '../state/testing';
import { ADA, BOB, CARL, Stage } from '../testing';
import { Conference } from './testing-conference';

const HANDLERS = { add, announce, remove, hangup, barge, listen, stop, whisper, dtmf, hold, unhold, mute };
/** What may be done to a live call. */
export type Action = keyof typeof HANDLERS;

/** Looks after calls. */
export const GRACE = { id: 'g'.repeat(20), email: 'grace@example.com', phone: '+14155550103' };
const SUPERVISOR: Role[] = ['agent', 'supervisor'];
const CALL = `1k0000000abcdefghijkl${ADA.id}`;
const WORKSPACE = { WORKSPACE_SID: `WS${'1'.repeat(32)}` };

const refusal = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, status, message: `error ${code}`, more_info: '' },
});
const flag = (text: string | undefined) => (text === undefined ? undefined : text === 'true');
const attribute = (twiml: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(twiml)?.[1];

/** A stage on which Ada and Carl talk, in a conference that does what Twilio's does. */
export class Talking extends Stage {
  readonly conference = new Conference(() => Date.now());
  /** What lines to supervisors play, by their SID. */
  readonly #plays = new Map<string, string>();
  readonly callId = CALL;

  constructor(readonly floor = true) {
    super(WORKSPACE);
    const { conference } = this;
    const sids = { agent: conference.place('agent'), customer: conference.place('customer') };
    for (const who of ['agent', 'customer'] as const) {
      conference.becomes(sids[who], 'in-progress');
      conference.enters(sids[who], { endsConference: true });
    }
    conference.reports.splice(0);
    const at = Date.now() - 60_000;
    const line = { status: 'in-progress' as const, answered: at };
    const call: CallState = newCall({
      key: at,
      dialled: { at, by: 'somebody' },
      agent: { sid: sids.agent, ...line },
      customer: { sid: sids.customer, ...line },
      rooms: { [conference.sid]: { joined: { agent: 1, customer: 2 }, left: {} } },
    });
    const live: CallState = { ...call, id: CALL, at, from: ADA.phone, to: CARL, who: ADA.email };
    this.#put(`calls.${ADA.id}`, 'live', live);
    this.twilio.maps.set(`calls.${GRACE.id}`, new Map());
    if (floor)
      this.#put('floor', CALL, { agent: ADA.id, email: ADA.email, to: '', since: START, phase: 'connected' });
    this.twilio.intercept = (request) => this.fault(request) ?? this.#answer(request);
  }

  #put(map: string, key: string, data: unknown): void {
    const items = this.twilio.maps.get(map) ?? new Map();
    this.twilio.maps.set(map, items.set(key, { key, data, revision: 'first', ttl: 0 }));
  }

  /** Somebody does something to the call: Ada, or Grace, who says whose it is unless told otherwise. */
  does(action: Action, fields: object = {}, who = ADA, more: object = { agent: ADA.id }): Promise<Answered> {
    const supervises = who !== ADA && who !== BOB;
    const roles = supervises ? SUPERVISOR : (['agent'] as Role[]);
    const own = supervises ? more : {};
    return this.invokes(HANDLERS[action] as Handler, { callId: CALL, ...own, ...fields }, who, roles);
  }

  /** As `does`, and tells how it was answered. */
  async refuses(action: Action, fields: object = {}, who = ADA): Promise<[number, unknown]> {
    const { status, body } = await this.does(action, fields, who);
    return [status, body.code];
  }

  /** What Ada's page is told of the call. */
  async view(): Promise<CallView> {
    return (await this.ask('state', { callId: CALL })).body.data.call as CallView;
  }

  async others(): Promise<LegView[]> {
    return (await this.view()).legs.slice(2);
  }

  /** The call as it is kept. */
  get kept(): CallState | undefined {
    return this.twilio.items(`calls.${ADA.id}`).live as CallState | undefined;
  }

  /** Delivers one report; false when it was not taken. */
  async tells({ about, other, ...fields }: Callback): Promise<boolean> {
    const query = new URLSearchParams({ agent: ADA.id, call: CALL, leg: about, ...(other ? { other } : {}) });
    const said = fields as Record<string, string>;
    let status = 500;
    await this.delivers(3, async () => {
      ({ status } = await this.webhook(`https://example.twil.io/phone-to-phone/status?${query}`, said));
      return { status };
    });
    return status < 500;
  }

  /** Phones that were called ring; then all reports are delivered in order, and those that follow from them. */
  async settle(): Promise<void> {
    for (const { sid, status } of this.conference.lines.values())
      if (status === 'queued') this.conference.becomes(sid, 'ringing');
    for (let report = this.conference.reports.shift(); report; report = this.conference.reports.shift())
      await this.tells(report);
  }

  /** Somebody who was called answers; a supervisor presses a key, too. */
  async answers(who: string): Promise<void> {
    const sid = this.conference.lineOf(who) ?? '';
    this.conference.becomes(sid, 'ringing');
    this.conference.becomes(sid, 'in-progress');
    await this.settle();
    const twiml = this.#plays.get(sid);
    if (twiml !== undefined) await this.#goesOn(sid, twiml);
    await this.settle();
  }

  async #goesOn(sid: string, twiml: string): Promise<void> {
    const action = new URL((attribute(twiml, 'action') ?? '').replaceAll('&amp;', '&'));
    const asked = { ...Object.fromEntries(action.searchParams), CallSid: sid, Digits: '1' };
    const reply = String((await this.call(join, asked, this.deliveryHeaders())).body);
    const coached = attribute(reply, 'coach');
    if (!reply.includes('<Conference')) this.conference.ends(sid);
    else
      this.conference.enters(sid, {
        muted: attribute(reply, 'muted') === 'true',
        coaching: coached !== undefined,
        coached,
      });
  }

  #answer({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    if (url.startsWith('taskrouter.twilio.com')) return this.#worker(form.TargetWorkersExpression ?? '');
    if (!url.startsWith('api.twilio.com')) return undefined;
    const path = url.replace(/^.*\/Accounts\/\w+\//, '');
    if (path === 'Calls.json') return this.#place(form);
    const call = /^Calls\/(\w+)\.json$/.exec(path)?.[1];
    if (call !== undefined) return this.#line(method, call, form.Twiml);
    const [, room, participants, sid] =
      /^Conferences\/(\w+)(\/Participants)?(?:\/(\w+))?\.json$/.exec(path) ?? [];
    if (room === undefined) return undefined;
    if (room !== this.conference.sid || this.conference.over) return refusal(404, 20404);
    if (sid !== undefined) return this.#change(sid, form);
    if (participants === undefined) return { status: 200, body: { sid: room } };
    return method === 'get' ? this.#members() : this.#dial(form);
  }

  /** Bob's worker: his calls ring on his phone. */
  #worker(expression: string): FakeAnswer {
    const attributes = { agent_id: BOB.id, email: BOB.email, contact_uri: BOB.phone };
    const found = expression.includes(BOB.id)
      ? [{ sid: `WK${'1'.repeat(32)}`, friendly_name: BOB.email, attributes: JSON.stringify(attributes) }]
      : [];
    return { status: 200, body: { workers: found, meta: { key: 'workers', next_page_url: null } } };
  }

  static #whoIn(callback = ''): string {
    return new URL(callback).searchParams.get('other') ?? '';
  }

  #place({ StatusCallback, Twiml = '' }: Record<string, string>): FakeAnswer {
    const sid = this.conference.place(Talking.#whoIn(StatusCallback));
    this.#plays.set(sid, Twiml);
    return { status: 201, body: { sid, status: 'queued' } };
  }

  /** What a line was given to play instead of the conference. */
  readonly redirected = new Map<string, string>();

  #line(method: string, sid: string, twiml: string | undefined): FakeAnswer {
    const { conference } = this;
    const line = conference.lines.get(sid);
    if (line === undefined) return refusal(404, 20404);
    const rings = line.status === 'queued' || line.status === 'ringing';
    if (twiml !== undefined) {
      if (!conference.leaves(sid)) return refusal(400, 21220);
      this.redirected.set(sid, twiml);
    } else if (method === 'post') conference.ends(sid, rings ? 'canceled' : 'completed');
    return {
      status: 200,
      body: { sid, status: line.status, end_time: null, start_time: null, duration: null },
    };
  }

  #dial({ StatusCallback, Label }: Record<string, string>): FakeAnswer {
    const sid = this.conference.dial(Talking.#whoIn(StatusCallback));
    return { status: 201, body: { call_sid: sid, conference_sid: this.conference.sid, label: Label } };
  }

  #members(): FakeAnswer {
    const participants = [...this.conference.members.values()].map(({ sid, who }) => ({
      call_sid: sid,
      label: who === 'agent' || who === 'customer' ? who : labelOf(who),
    }));
    return { status: 200, body: { participants, next_page_uri: null } };
  }

  #change(sid: string, form: Record<string, string>): FakeAnswer {
    const refused = this.conference.change(sid, {
      muted: flag(form.Muted),
      hold: flag(form.Hold),
      coaching: flag(form.Coaching),
      coached: form.CallSidToCoach,
      endsConference: flag(form.EndConferenceOnExit),
    });
    if (refused !== undefined) return refusal(refused === 20404 ? 404 : 400, refused);
    const { muted, hold, coaching } = this.conference.members.get(sid) ?? {};
    return { status: 200, body: { call_sid: sid, muted, hold, coaching } };
  }
}
