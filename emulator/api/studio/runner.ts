import type { Kernel } from '../../product';
import type { WebhookAnswer } from '../../webhooks';
import {
  ENDED,
  type Execution,
  type FlowRequest,
  type FlowRevision,
  type Transition,
  type WidgetState,
} from './entities';
import { FlowFailure } from './errors';
import type { Executions } from './executions';
import type { Flows } from './flows';
import type { Templates } from './liquid';
import { runOf } from './run';
import { tag, twiml } from './twiml';
import { webhookUrl } from './views';
import { Waits } from './waits';
import { WIDGETS } from './widgets';

/** https://www.twilio.com/docs/studio/user-guide/studio-faq */
const MOST_STEPS = 1000;
const MOST_IN_A_ROW = 10;
/** Seconds that a widget waits, after its caller hung up, for what Twilio still tells of it (a recording, a dial). */
const AFTERMATH = 1;

/** What a flow answers once: a copy of the request gets the same. */
interface Turn {
  key: string;
  answer: Promise<WebhookAnswer>;
}

/** What led out of a widget. */
interface Leaving {
  event: string;
  data?: Record<string, unknown> | undefined;
  transition?: Transition | undefined;
}

/** How a flow is carried on. */
interface Mode {
  /** Somebody has been asked over HTTP in this turn already. */
  asked?: boolean | undefined;
  /** Nobody waits for an answer: the call, if it is not over, is with other TwiML. */
  away?: boolean | undefined;
}

const document = (text: string): WebhookAnswer => ({ status: 200, contentType: 'text/xml', body: text });

/** Runs executions: one transition after the other, until the call has something to do or the flow ends. */
export class Runner {
  /** By execution: the last request, or the one under way. */
  #turns = new Map<string, Turn>();
  #waits: Waits;
  /** Executions that are being carried on right now. */
  #working = new Set<string>();

  constructor(
    private readonly kernel: Kernel,
    private readonly flows: Flows,
    private readonly executions: Executions,
    private readonly templates: Templates,
  ) {
    this.#waits = new Waits(kernel.clock);
  }

  /** A call asks what to do next. Never rejects: what fails is a violation, and an answer of status 500. */
  async answer(flow: FlowRevision, request: FlowRequest): Promise<WebhookAnswer> {
    const execution = this.executions.ofCall(flow.sid, request.callSid);
    if (request.event === undefined) return this.#arrive(flow, request, execution);
    const last = execution && this.#turns.get(execution.sid);
    if (!execution) return document(twiml());
    const step = request.step ?? execution.stepSid;
    const key = `${request.event}:${step}`;
    if (last?.key === key) return last.answer;
    if (!this.executions.runs(execution)) return document(twiml());
    const state = this.#state(execution);
    const returning = request.event === 'return' && request.step === undefined;
    if (returning && state?.type !== 'add-twiml-redirect') {
      if (last?.key.startsWith('return:')) return last.answer;
      const message = `A call came back to ${flow.friendlyName} with FlowEvent=return, but it is at "${execution.widget}", not at a TwiML redirect`;
      this.kernel.timeline.violation(message, { executionSid: execution.sid }, request.callSid);
      return { status: 400, contentType: 'text/plain', body: message, errorCode: 11200 };
    }
    // A copy that comes late gets what the flow answered last, so that its call is where the flow is.
    if (step !== execution.stepSid) return last?.answer ?? document(twiml());
    return this.#turn(execution, key, () => this.#comeBack(execution, request));
  }

  /** REST starts an execution; there is no call in it. */
  trigger(
    flow: FlowRevision,
    request: { to: string; from: string; parameters: Record<string, unknown> },
  ): Execution {
    const execution = this.executions.start({
      flow,
      contact: request.to,
      channel: 'api',
      address: request.from,
      callSid: null,
      trigger: { request },
      data: request.parameters,
    });
    this.#tell(execution, 'began');
    void this.#turn(execution, 'start', () => this.#follow(execution, { event: 'incomingRequest' }));
    return execution;
  }

  /** The call is over, however it ended. */
  callEnded(callSid: string): void {
    for (const execution of this.executions.active()) {
      if (execution.callSid !== callSid || execution.callOver) continue;
      this.executions.change(execution, { callOver: true });
      // Whoever carries it on sees that the call is over.
      if (!this.#working.has(execution.sid)) this.#withoutCall(execution);
    }
  }

  /** Ends it where it is; nothing for one that has ended. */
  end(execution: Execution, why: string): void {
    this.#waits.cancel(execution.sid);
    if (execution.status === 'ended') return;
    this.executions.change(execution, { status: 'ended' });
    this.#tell(execution, `ended ${why}`);
  }

  /** The flow is deleted: its executions too. */
  forget(flowSid: string): void {
    for (const execution of this.executions.list(flowSid)) {
      this.end(execution, 'with its flow');
      this.executions.remove(execution);
    }
  }

  /** After a restored snapshot no call goes on, so no execution on one does. */
  restored(): void {
    this.#waits.clear();
    this.#turns.clear();
    for (const execution of this.executions.active())
      this.executions.change(execution, { status: 'ended', callOver: true });
  }

  #arrive(
    flow: FlowRevision,
    { callSid, params }: FlowRequest,
    before: Execution | undefined,
  ): Promise<WebhookAnswer> {
    const last = before && this.#turns.get(before.sid);
    // The first request of a call, once more: an answer that was lost.
    if (last?.key === 'start') return last.answer;
    if (before) this.end(before, 'since its call came in anew');
    const execution = this.executions.start({
      flow,
      contact: params.From ?? '',
      channel: 'call',
      address: params.To ?? null,
      callSid,
      trigger: { call: params },
      data: {},
    });
    this.#tell(execution, 'began');
    return this.#turn(execution, 'start', () => this.#follow(execution, { event: 'incomingCall' }));
  }

  #turn(execution: Execution, key: string, work: () => Promise<string>): Promise<WebhookAnswer> {
    this.#waits.cancel(execution.sid);
    this.#working.add(execution.sid);
    const answer = work()
      .then(document, (error: unknown) => this.#failed(execution, error))
      .finally(() => {
        this.#working.delete(execution.sid);
        if (execution.callOver && this.executions.runs(execution)) this.#withoutCall(execution);
      });
    this.#turns.set(execution.sid, { key, answer });
    return answer;
  }

  /** The call is over, and the flow waits for it. */
  #withoutCall(execution: Execution): void {
    const state = this.#state(execution);
    const widget = state && WIDGETS[state.type];
    const event = execution.left ? undefined : widget?.hangup;
    if (state && widget?.asks)
      void this.#turn(execution, `continue:${execution.stepSid}`, () => this.#at(execution, state, {}));
    else if (event === undefined) this.end(execution, 'with its call');
    else this.#later(execution, AFTERMATH, event);
  }

  #failed(execution: Execution, error: unknown): WebhookAnswer {
    const own = !(error instanceof FlowFailure);
    const message = `Studio flow ${this.#name(execution)}, widget "${execution.widget}": ${(error as Error).message}`;
    this.kernel.timeline.violation(
      message,
      { executionSid: execution.sid, ...(own ? { stack: (error as Error).stack } : {}) },
      execution.callSid ?? undefined,
    );
    this.end(execution, 'by an error');
    return { status: 500, contentType: 'text/plain', body: message, errorCode: 11200 };
  }

  /** The call has done what the widget asked of it. */
  async #comeBack(execution: Execution, { event = '', params }: FlowRequest): Promise<string> {
    const state = this.#demandState(execution);
    if (event === 'continue') return this.#at(execution, state, {});
    const data = { ...execution.context.widgets[state.name], ...params };
    const next = WIDGETS[state.type]?.back?.({ event, params, over: execution.callOver });
    if (next === undefined) {
      execution.context.widgets[state.name] = data;
      this.executions.change(execution, { left: true });
      return twiml();
    }
    return this.#follow(execution, { event: next, data });
  }

  /** Leaves the widget by an event, and runs what comes next. */
  async #follow(execution: Execution, leaving: Leaving, mode: Mode = {}): Promise<string> {
    const state = this.#demandState(execution);
    const { event, data } = leaving;
    if (data) execution.context.widgets[state.name] = data;
    else if (state.type !== 'trigger') execution.context.widgets[state.name] ??= {};
    const transition = leaving.transition ?? state.transitions.find((one) => one.event === event);
    const next = transition?.next ?? undefined;
    this.executions.step(execution, event, state.type, next);
    this.#tell(execution, `${state.name} → ${next ?? ENDED} (${event})`, { stepSid: execution.stepSid });
    if (next === undefined) {
      this.end(execution, 'at its end');
      return twiml();
    }
    if (execution.steps > MOST_STEPS) throw new FlowFailure(`more than ${MOST_STEPS} steps`);
    if (execution.inARow > MOST_IN_A_ROW)
      throw new FlowFailure(`the same widget more than ${MOST_IN_A_ROW} times in a row`);
    return this.#at(execution, this.#demandState(execution), mode);
  }

  /** Runs the widget it is at. */
  async #at(execution: Execution, state: WidgetState, { asked, away }: Mode): Promise<string> {
    const widget = WIDGETS[state.type];
    if (!widget) throw new FlowFailure(`there is no widget of type ${state.type}`);
    const run = runOf(this.kernel, this.templates, execution, state);
    if (widget.voice && execution.callOver) {
      this.end(execution, 'with its call');
      return twiml();
    }
    if (widget.voice && execution.callSid === null)
      throw new FlowFailure(
        `${state.type} needs a call, and an execution started by REST has none until make-outgoing-call, which the ` +
          'emulator does not have',
      );
    if (widget.voice && away)
      throw new FlowFailure(
        `${state.type} needs the call, which is elsewhere; the emulator does not take it back`,
      );
    if (widget.asks && asked && !away && execution.callSid !== null && !execution.callOver)
      return twiml(tag('Redirect', {}, run.url('continue')));
    const outcome = await widget.run(run);
    if (!this.executions.runs(execution)) return twiml();
    if ('event' in outcome) return this.#follow(execution, outcome, { asked: asked || widget.asks, away });
    const patience = widget.patience?.(run);
    if (patience !== undefined) this.#later(execution, patience, 'timeout');
    return twiml(...outcome.verbs);
  }

  /** Follows `event` when the execution is still at this step by then. */
  #later(execution: Execution, seconds: number, event: string): void {
    const { stepSid } = execution;
    this.#waits.start(execution.sid, seconds, () => {
      if (!this.executions.runs(execution) || execution.stepSid !== stepSid) return;
      const key = `${event}:${stepSid}`;
      void this.#turn(execution, key, () => this.#follow(execution, { event }, { away: true }));
    });
  }

  #state(execution: Execution): WidgetState | undefined {
    const flow = this.flows.revision(execution.flowSid, execution.revision);
    return flow?.definition.states.find(({ name }) => name === execution.widget);
  }

  #demandState(execution: Execution): WidgetState {
    const state = this.#state(execution);
    if (!state) throw new FlowFailure(`the flow has no widget "${execution.widget}"`);
    return state;
  }

  #name(execution: Execution): string {
    return this.flows.find(execution.flowSid)?.friendlyName ?? execution.flowSid;
  }

  #tell(execution: Execution, what: string, data: Record<string, unknown> = {}): void {
    const { callSid, flowSid, sid } = execution;
    this.kernel.timeline.add({
      kind: 'studio',
      summary: `Flow ${this.#name(execution)}: ${what}`,
      ...(callSid ? { callSid } : {}),
      data: { flowSid, executionSid: sid, webhookUrl: webhookUrl(this.kernel.account, flowSid), ...data },
    });
  }
}
