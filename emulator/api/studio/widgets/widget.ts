import type { Kernel } from '../../../product';
import type { Execution, Transition, WidgetState } from '../entities';
import type { tag } from '../twiml';

/** What a property of a widget holds. `pairs` is a list of `{key, value}`. */
export type PropertyKind = 'text' | 'whole' | 'flag' | 'pairs';

/** A widget at work: its properties with Liquid filled in, and where it is. */
export interface Run {
  kernel: Kernel;
  state: WidgetState;
  execution: Execution;
  /** Undefined when the property is absent or blank. Throws `FlowFailure` when its template fails. */
  text(name: string): string | undefined;
  whole(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  pairs(name: string): Record<string, string>;
  /** Fills in any other template of the widget. */
  render(template: string): string;
  /** The flow's own address, to come back to with this event. */
  url(event: string): string;
}

/** What came of a widget: it is done, or the call has something to do first and then comes back. */
export type Outcome =
  | { event: string; data?: Record<string, unknown>; transition?: Transition }
  | { verbs: ReturnType<typeof tag>[] };

/** What a call that comes back says. */
export interface Return {
  event: string;
  params: Record<string, string>;
  /** The caller has hung up. */
  over: boolean;
}

/** One type of widget. https://www.twilio.com/docs/studio/widget-library */
export interface Widget {
  properties: Record<string, PropertyKind>;
  required?: readonly string[];
  /** The transitions it can have. */
  events: readonly string[];
  /** It speaks on the call: it cannot run without one. */
  voice?: boolean;
  /** It asks somebody over HTTP: such a widget has a request of its own, so that no answer takes too long. */
  asks?: boolean;
  /** What of this widget's properties the emulator does not do, in words, or nothing. */
  lacks?(state: WidgetState): string | undefined;
  /** What is wrong with a widget beyond its properties, each with the path below the widget. */
  problems?(state: WidgetState): { path: string; message: string }[];
  run(run: Run): Outcome | Promise<Outcome>;
  /** The transition that follows when the call comes back, or nothing when the call has been taken elsewhere. */
  back?(back: Return): string | undefined;
  /** The transition that follows a caller who hangs up here; without it the execution ends. */
  hangup?: string;
  /** Seconds it waits for the call to come back before `timeout` follows. */
  patience?(run: Run): number;
}
