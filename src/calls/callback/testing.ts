import * as v from 'valibot';
import { handler as answer } from '../../../functions/taskrouter/answer.protected';
import { handler as assignment } from '../../../functions/taskrouter/assignment.protected';
import { handler as complete } from '../../../functions/taskrouter/complete';
import { handler as reject } from '../../../functions/taskrouter/reject';
import { CALLBACK, callbackDue } from '../../callbacks';
import { type Handler, twilioWebhook } from '../../endpoint';
import type { Answered } from '../../testing/invoke';
import { AFTER_CALL } from '../../workers';
import { afterCallOver } from '../inbound/complete';
import { offerWithdrawn, type Withdrawn } from '../inbound/offers';
import { FakeRouting } from '../inbound/testing-routing';
import { ADA, CARL, type FakeLine, Stage } from '../testing';

const ROUTING = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, WORKFLOW_SID: `WW${'1'.repeat(32)}` };
/** A message that Carl has left. */
export const MESSAGE = { id: `RE${'1'.repeat(32)}`, seconds: 12 };

const HANDLERS: Record<string, Handler> = { answer, complete, reject };

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

/** A stage on which Carl has left his number, or a message, and is offered to Ada. */
export class CallingBack extends Stage {
  readonly routing = new FakeRouting();

  constructor(
    readonly about: { attempt?: number; message?: typeof MESSAGE; number?: string } = {},
    environment: Record<string, string> = {},
    readonly device: 'phone' | 'browser' = 'phone',
  ) {
    super({ ...ROUTING, ...environment });
    this.twilio.intercept = (request) =>
      this.fault(request) ?? this.routing.answer(request) ?? this.voice.answer(request);
    const { attempt = 1, number = CARL, message } = about;
    this.routing.worker.attributes = { agent_id: ADA.id, email: ADA.email, contact_uri: this.contact };
    this.routing.task.attributes = JSON.stringify({
      reason: 'support',
      skill: 'support',
      language: 'en',
      name: 'Carl',
      once: 'call.CA1',
      callback: { number, attempt, of: 3, since: Date.now() - 600_000 },
      callback_number: number,
      ...(message === undefined ? {} : { message }),
    });
  }

  get contact(): string {
    return this.device === 'phone' ? ADA.phone : `client:${ADA.id}`;
  }

  /** Ada's line; undefined before it is placed. */
  get ada(): FakeLine | undefined {
    return this.voice.lines.find(({ to }) => to === this.contact);
  }

  /** TaskRouter offers the callback to Ada, and does what it is answered. */
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

  /** A story begins with the offer, unless it is the agent's own call to somebody. */
  override start(fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    return fields.RecipientNumber === undefined ? this.offers() : super.start(fields, who);
  }

  /** TaskRouter takes the offer back, and tells. */
  async withdraws(how: 'canceled' | 'timeout'): Promise<void> {
    if (!this.routing.withdraw(how)) return;
    const { reservation, worker } = this.routing;
    const offer = {
      reservation: reservation.sid,
      worker: worker.sid,
      how,
      workerAttributes: worker.attributes,
    };
    await this.call(withdrawn, { offer });
  }

  /** A timer runs out. */
  fires(payload: Record<string, unknown>): Promise<Answered> {
    return this.call(timerFired, { payload });
  }

  /** Timers of a kind that were started. */
  timers(kind: string): Record<string, unknown>[] {
    return this.routing.timers.filter(({ timer }) => timer === kind);
  }

  /** Attributes of tasks that were made and are no timers. */
  get tasks(): Record<string, unknown>[] {
    return this.routing.timers.filter(({ timer }) => timer === undefined);
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
  clicks(what: 'reject' | 'complete', fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    return this.invokes(HANDLERS[what] as Handler, { callId: this.callId, ...fields }, who);
  }
}
