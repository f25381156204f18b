/** One condition of a `match` transition. https://www.twilio.com/docs/studio/widget-library/split-based-on */
export interface Condition {
  friendly_name?: string;
  /** The first is what is tested: a Liquid template. */
  arguments: string[];
  type: string;
  value?: string;
}

/** Where a widget leads to when something happens; without `next` the execution ends there. */
export interface Transition {
  event: string;
  next?: string | null;
  conditions?: Condition[];
}

export type Properties = Record<string, unknown>;

/** A widget as it stands in a flow. Twilio's word is state. */
export interface WidgetState {
  name: string;
  type: string;
  transitions: Transition[];
  properties: Properties;
}

/** https://www.twilio.com/docs/studio/rest-api/v2/flow-definition */
export interface FlowDefinition {
  description?: string;
  initial_state: string;
  states: WidgetState[];
  flags?: { allow_concurrent_calls?: boolean };
}

export type FlowStatus = 'draft' | 'published';

/** Something that is wrong with a definition: where, as a JSON pointer, and what. */
export interface Problem {
  property_path: string;
  message: string;
}

/** One revision of a flow; the newest is what REST shows as the flow. Kept whole, for executions run on the old one. */
export interface FlowRevision {
  /** The flow's: a revision has no SID of its own. */
  sid: string;
  revision: number;
  friendlyName: string;
  status: FlowStatus;
  commitMessage: string | null;
  definition: FlowDefinition;
  errors: Problem[];
  warnings: Problem[];
  /** Of the flow. Milliseconds since the epoch, as every date here. */
  dateCreated: number;
  /** Of this revision. */
  dateUpdated: number;
}

/** What Liquid sees. https://www.twilio.com/docs/studio/user-guide/liquid-template-language */
export interface Context {
  flow: {
    flow_sid: string;
    sid: string;
    channel: { address: string | null };
    data: Record<string, unknown>;
    variables: Record<string, unknown>;
  };
  contact: { channel: { address: string; type: string } };
  trigger: Record<string, unknown>;
  widgets: Record<string, Record<string, unknown>>;
}

/** One run of a flow. https://www.twilio.com/docs/studio/rest-api/v2/execution */
export interface Execution {
  sid: string;
  flowSid: string;
  revision: number;
  status: 'active' | 'ended';
  contactChannelAddress: string;
  /** The call it runs on; null when it was started by REST. */
  callSid: string | null;
  /** That call has ended: nothing more can be said on it. */
  callOver: boolean;
  /** The call was taken out of the flow's hands (a queue that REST moved it out of): what it ends with is not followed. */
  left: boolean;
  context: Context;
  /** The widget it is at. */
  widget: string;
  /** The step that led there. */
  stepSid: string;
  steps: number;
  /** How often in a row the same widget has run. */
  inARow: number;
  dateCreated: number;
  dateUpdated: number;
}

/** A transition that was made. https://www.twilio.com/docs/studio/rest-api/v2/step */
export interface Step {
  sid: string;
  flowSid: string;
  executionSid: string;
  parentStepSid: string | null;
  /** The event. */
  name: string;
  /** Type of the widget that was left. */
  type: string;
  transitionedFrom: string;
  transitionedTo: string;
  /** What Liquid saw when it was made. */
  context: Context;
  dateCreated: number;
}

/** Where a step leads when there is no next widget. */
export const ENDED = 'Ended';

/** One request of a call to its flow. */
export interface FlowRequest {
  callSid: string;
  /** Undefined for a call that begins. */
  event: string | undefined;
  /** The step it belongs to, where our own TwiML led here. */
  step: string | undefined;
  params: Record<string, string>;
}
