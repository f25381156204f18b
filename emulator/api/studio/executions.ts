import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import { type Context, ENDED, type Execution, type FlowRevision, type Step } from './entities';

/** What starts an execution. */
export interface Start {
  flow: FlowRevision;
  /** The telephone number or address of the other side. */
  contact: string;
  channel: 'call' | 'api';
  /** The flow's own address. */
  address: string | null;
  callSid: string | null;
  trigger: Record<string, unknown>;
  data: Record<string, unknown>;
}

/** Executions and their steps, as they are kept. */
export class Executions {
  readonly #all: Collection<Execution>;
  readonly #steps: Collection<Step>;

  constructor(private readonly kernel: Kernel) {
    this.#all = kernel.store.collection('studio.executions');
    this.#steps = kernel.store.collection('studio.steps');
  }

  start({ flow, contact, channel, address, callSid, trigger, data }: Start): Execution {
    const now = this.kernel.clock.now();
    const sid = this.kernel.ids.sid('FN');
    const context: Context = {
      flow: { flow_sid: flow.sid, sid, channel: { address }, data, variables: {} },
      contact: { channel: { address: contact, type: channel } },
      trigger,
      widgets: {},
    };
    const execution: Execution = {
      sid,
      flowSid: flow.sid,
      revision: flow.revision,
      status: 'active',
      contactChannelAddress: contact,
      callSid,
      callOver: false,
      left: false,
      context,
      widget: flow.definition.initial_state,
      stepSid: '',
      steps: 0,
      inARow: 0,
      dateCreated: now,
      dateUpdated: now,
    };
    return this.#all.set(sid, execution);
  }

  /** Whether this very execution is still there, and runs: not ended, deleted, or replaced by a snapshot's. */
  runs(execution: Execution): boolean {
    return this.#all.get(execution.sid) === execution && execution.status === 'active';
  }

  change(execution: Execution, change: Partial<Execution>): void {
    Object.assign(execution, change, { dateUpdated: this.kernel.clock.now() });
  }

  /** Moves on by one transition; without a next widget, to the end. */
  step(execution: Execution, event: string, type: string, next: string | undefined): Step {
    const step: Step = {
      sid: this.kernel.ids.sid('FT'),
      flowSid: execution.flowSid,
      executionSid: execution.sid,
      parentStepSid: execution.stepSid || null,
      name: event,
      type,
      transitionedFrom: execution.widget,
      transitionedTo: next ?? ENDED,
      context: structuredClone(execution.context),
      dateCreated: this.kernel.clock.now(),
    };
    this.#steps.set(step.sid, step);
    this.change(execution, {
      stepSid: step.sid,
      steps: execution.steps + 1,
      inARow: next === execution.widget ? execution.inARow + 1 : 1,
      widget: next ?? execution.widget,
    });
    return step;
  }

  find(flowSid: string, sid: string): Execution | undefined {
    const execution = this.#all.get(sid);
    return execution?.flowSid === flowSid ? execution : undefined;
  }

  /** Of one flow, newest first. */
  list(flowSid: string): Execution[] {
    return this.#all
      .values()
      .filter((execution) => execution.flowSid === flowSid)
      .reverse();
  }

  active(): Execution[] {
    return this.#all.values().filter(({ status }) => status === 'active');
  }

  /** The newest of a call that this flow has run on it. */
  ofCall(flowSid: string, callSid: string): Execution | undefined {
    return this.list(flowSid).find((execution) => execution.callSid === callSid);
  }

  /** Newest first. */
  steps(executionSid: string): Step[] {
    return this.#steps
      .values()
      .filter((step) => step.executionSid === executionSid)
      .reverse();
  }

  remove(execution: Execution): void {
    for (const { sid } of this.steps(execution.sid)) this.#steps.delete(sid);
    this.#all.delete(execution.sid);
  }
}
