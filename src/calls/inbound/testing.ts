import * as v from 'valibot';
import { handler as hangup } from '../../../functions/calls/hangup';
import { handler as answer } from '../../../functions/taskrouter/answer.protected';
import { handler as assignment } from '../../../functions/taskrouter/assignment.protected';
import { handler as complete } from '../../../functions/taskrouter/complete';
import { handler as reject } from '../../../functions/taskrouter/reject';
import { handler as after } from '../../../functions/voice/after.protected';
import { type Handler, twilioWebhook } from '../../endpoint';
import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import type { Answered } from '../../testing/invoke';
import { AFTER_CALL } from '../../workers';
import { ADA, CARL, type FakeLine, Stage } from '../testing';
import { afterCallOver } from './complete';
import { offerWithdrawn, type Withdrawn } from './offers';
import { FakeRouting } from './testing-routing';

const ROUTING = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, WORKFLOW_SID: `WW${'1'.repeat(32)}` };

const HANDLERS: Record<string, Handler> = { answer, after, hangup, reject, complete };
export type Click = 'hangup' | 'reject' | 'complete';

/** What `/general/router` hands on. */
const withdrawn = twilioWebhook(
  () => v.object({ offer: v.custom<Withdrawn>(() => true) }),
  async (deps, { offer }) => offerWithdrawn(deps, offer).then(() => undefined),
  'event',
);
const timerFired = twilioWebhook(
  () => v.object({ payload: v.custom<Record<string, unknown>>(() => true) }),
  async (deps, { payload }) => afterCallOver(deps, payload).then(() => undefined),
  'event',
);

/** The conference in a document, if a line is in it. */
const roomIn = ({ twiml }: FakeLine): string | undefined => /<Conference[^>]*>([^<]+)</.exec(twiml)?.[1];

/** A stage on which Carl has called, waits in the queue, and is offered to Ada. */
export class Incoming extends Stage {
  readonly routing = new FakeRouting();
  readonly carl: FakeLine;
  #room = 0;
  #event = 0;

  constructor(readonly device: 'phone' | 'browser' = 'phone') {
    super(ROUTING);
    this.twilio.intercept = (request) =>
      this.fault(request) ??
      this.routing.answer(request) ??
      this.#rooms(request) ??
      this.voice.answer(request);
    this.carl = this.voice.add(CARL, '', '');
    this.carl.status = 'in-progress';
    this.routing.worker.attributes = { agent_id: ADA.id, email: ADA.email, contact_uri: this.contact };
    const call = { call_sid: this.carl.sid, from: CARL, reason: 'support', language: 'en' };
    this.routing.task.attributes = JSON.stringify(call);
  }

  readonly agent = ADA.id;

  get contact(): string {
    return this.device === 'phone' ? ADA.phone : `client:${ADA.id}`;
  }

  /** Ada's line; undefined before it is placed. */
  get ada(): FakeLine | undefined {
    return this.voice.lines.find(({ to }) => to === this.contact);
  }

  /** Conferences as they follow from what the lines play. */
  #rooms({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    const people = this.voice.lines.filter(
      (line) => line.endedAt === undefined && roomIn(line) !== undefined,
    );
    if (method !== 'get') return undefined;
    if (/\/Conferences\.json$/.test(url)) {
      const isOn = people.some((line) => roomIn(line) === form.FriendlyName);
      const conferences = isOn ? [{ sid: this.roomSid, status: 'in-progress' }] : [];
      return { status: 200, body: { conferences, next_page_uri: null } };
    }
    if (!/\/Participants\.json$/.test(url)) return undefined;
    const participants = people.map((line) => ({
      call_sid: line.sid,
      label: line === this.carl ? 'customer' : 'agent',
    }));
    return { status: 200, body: { participants, next_page_uri: null } };
  }

  get roomSid(): string {
    return `CF${String(this.#room).padStart(32, '0')}`;
  }

  /** Somebody has come in first: another conference of that name. */
  opensRoom(): void {
    this.#room += 1;
  }

  override room(event: string, line: FakeLine, label: 'agent' | 'customer'): Promise<Answered> {
    const { ada } = this;
    if (ada === undefined) throw new Error('nobody rang Ada');
    this.#event += 1;
    return this.webhook(ada.callback.replace('leg=agent', 'leg=conference'), {
      ConferenceSid: this.roomSid,
      StatusCallbackEvent: event,
      SequenceNumber: String(this.#event),
      Timestamp: new Date().toUTCString(),
      ...(event === 'conference-end'
        ? { CallSidEndingConference: line.sid }
        : { CallSid: line.sid, ParticipantLabel: label }),
    });
  }

  /** TaskRouter offers Carl to Ada, and does what it is answered. */
  async offers(): Promise<Answered> {
    const { task, reservation, worker } = this.routing;
    const answered = await this.call(assignment, {
      WorkspaceSid: ROUTING.WORKSPACE_SID,
      TaskSid: task.sid,
      ReservationSid: reservation.sid,
      WorkerSid: worker.sid,
      TaskAge: '7',
      TaskAttributes: task.attributes,
      WorkerAttributes: JSON.stringify(worker.attributes),
    });
    const { instruction, activity_sid } = answered.body as unknown as Record<string, string | undefined>;
    if (instruction === 'reject') this.routing.reject(activity_sid);
    return answered;
  }

  /** TaskRouter takes the offer back, and tells. */
  tells(how: 'canceled' | 'timeout'): Promise<Answered> {
    const { reservation, worker } = this.routing;
    const offer = {
      reservation: reservation.sid,
      worker: worker.sid,
      how,
      workerAttributes: worker.attributes,
    };
    return this.call(withdrawn, { offer });
  }

  /** A timer runs out. */
  fires({ timer, ...payload }: Record<string, unknown>): Promise<Answered> {
    if (timer !== AFTER_CALL) throw new Error(`there is no timer ${timer}`);
    return this.call(timerFired, { payload });
  }

  /** A line reports a status, whatever has become of it since. */
  tellsOf({ sid, callback }: FakeLine, CallStatus: string): Promise<Answered> {
    return this.webhook(callback, { CallSid: sid, CallStatus, Timestamp: new Date().toUTCString() });
  }

  override webhook(address: string, fields: Record<string, string> = {}): Promise<Answered> {
    const { pathname, searchParams } = new URL(address);
    const handler = HANDLERS[pathname.split('/').at(-1) ?? ''];
    if (handler === undefined) return super.webhook(address, fields);
    return this.call(handler, { ...Object.fromEntries(searchParams), ...fields }, this.deliveryHeaders());
  }

  /** The id of the call that the line rings for; from the address where it reports. */
  get callId(): string {
    return new URL(this.ada?.callback ?? '').searchParams.get('call') ?? '';
  }

  /** Somebody clicks in the page. */
  clicks(what: Click, fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    return this.invokes(HANDLERS[what] as Handler, { callId: this.callId, ...fields }, who);
  }

  /** Where Carl is: what he hears tells. */
  get whereCarlIs(): 'queue' | 'room' | 'asked' | 'again' | 'gone' {
    const { endedAt, twiml } = this.carl;
    if (endedAt !== undefined) return 'gone';
    if (twiml === '') return 'queue';
    if (twiml.includes('/voice/queue')) return 'again';
    return twiml.includes('<Gather') ? 'asked' : 'room';
  }
}
