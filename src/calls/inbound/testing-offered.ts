import * as v from 'valibot';
import { handler as hangup } from '../../../functions/calls/hangup';
import { handler as answer } from '../../../functions/taskrouter/answer.protected';
import { handler as assignment } from '../../../functions/taskrouter/assignment.protected';
import { handler as complete } from '../../../functions/taskrouter/complete';
import { handler as reject } from '../../../functions/taskrouter/reject';
import { handler as after } from '../../../functions/voice/after.protected';
import { CALLBACK, callbackDue } from '../../callbacks';
import { type Handler, twilioWebhook } from '../../endpoint';
import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import type { Answered } from '../../testing/invoke';
import { AFTER_CALL } from '../../workers';
import { ADA, type FakeLine, Stage } from '../testing';
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
  async (deps, { payload: { timer, ...payload } }) => {
    const handle = { [AFTER_CALL]: afterCallOver, [CALLBACK]: callbackDue }[String(timer)];
    if (handle === undefined) throw new Error(`there is no timer ${timer}`);
    await handle(deps, payload);
    return undefined;
  },
  'event',
);

/** A stage on which TaskRouter has something to offer to Ada. */
export class Offered extends Stage {
  readonly routing = new FakeRouting();

  constructor(
    attributes: Record<string, unknown>,
    readonly device: 'phone' | 'browser' = 'phone',
    environment: Record<string, string> = {},
  ) {
    super({ ...ROUTING, ...environment });
    this.twilio.intercept = (request) =>
      this.fault(request) ??
      this.routing.answer(request) ??
      this.rooms(request) ??
      this.voice.answer(request);
    this.routing.worker.attributes = { agent_id: ADA.id, email: ADA.email, contact_uri: this.contact };
    this.routing.task.attributes = JSON.stringify(attributes);
  }

  get contact(): string {
    return this.device === 'phone' ? ADA.phone : `client:${ADA.id}`;
  }

  /** Ada's line; undefined before it is placed. */
  get ada(): FakeLine | undefined {
    return this.voice.lines.find(({ to }) => to === this.contact);
  }

  /** Answers what is asked about conferences; undefined: nothing is known of any. */
  rooms(_request: SeenRequest): FakeAnswer | undefined {
    return undefined;
  }

  /** TaskRouter makes Ada the offer, and does what it is answered. */
  async offers(): Promise<Answered> {
    const { task, reservation, worker } = this.routing;
    const answered = await this.call(assignment, {
      WorkspaceSid: ROUTING.WORKSPACE_SID,
      TaskSid: task.sid,
      ReservationSid: reservation.sid,
      WorkerSid: worker.sid,
      TaskAge: '7',
      TaskPriority: '3',
      TaskAttributes: task.attributes,
      WorkerAttributes: JSON.stringify(worker.attributes),
    });
    const { instruction, activity_sid } = answered.body as unknown as Record<string, string | undefined>;
    if (instruction === 'reject') this.routing.reject(activity_sid);
    return answered;
  }

  /** TaskRouter tells that it has taken the offer back. */
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
  fires(payload: Record<string, unknown>): Promise<Answered> {
    return this.call(timerFired, { payload });
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
}
