import type { Clock } from './clock';

/** What an event of the timeline is about; one word a room of the emulator. */
export type TimelineKind =
  | 'rest'
  | 'webhook'
  | 'twiml'
  | 'call'
  | 'conference'
  | 'phone'
  | 'message'
  | 'verify'
  | 'sync'
  | 'task'
  | 'studio'
  | 'function'
  | 'fault'
  | 'violation'
  | 'control';

/** One thing that happened, in the order it happened. */
export interface TimelineEvent {
  /** Counts up from 1 without gaps; `GET /control/timeline?since=` returns what is greater. */
  id: number;
  /** Emulated time, ISO 8601. */
  at: string;
  kind: TimelineKind;
  /** One line for a person: who did what, and how it went. */
  summary: string;
  /** The call it belongs to, where there is one. */
  callSid?: string;
  /** The conference it belongs to, where there is one. */
  conferenceSid?: string;
  /** Milliseconds it took, where it took time. */
  ms?: number;
  /** The particulars: request, signature, reply, TwiML, state. Never credentials. */
  data?: Record<string, unknown>;
}

export type NewEvent = Omit<TimelineEvent, 'id' | 'at'>;

const KEPT = 20_000;

/** Everything that happened, in order, kept in memory up to the last 20,000 events. */
export class Timeline {
  #events: TimelineEvent[] = [];
  #last = 0;
  #listeners = new Set<(event: TimelineEvent) => void>();

  constructor(private readonly clock: Clock) {}

  add(event: NewEvent): TimelineEvent {
    const full: TimelineEvent = { id: ++this.#last, at: this.clock.date().toISOString(), ...event };
    this.#events.push(full);
    if (this.#events.length > KEPT * 1.1) this.#events = this.#events.slice(-KEPT);
    for (const listener of this.#listeners) listener(full);
    return full;
  }

  /** Says that a program broke Twilio's contract (an unknown parameter, TwiML that Twilio would not take, …). */
  violation(summary: string, data: Record<string, unknown> = {}, callSid?: string): void {
    this.add({ kind: 'violation', summary, data, ...(callSid ? { callSid } : {}) });
  }

  since(id: number): TimelineEvent[] {
    return this.#events.filter((event) => event.id > id);
  }

  get last(): number {
    return this.#last;
  }

  /** Calls `listener` for every event from now on; returns what ends that. */
  subscribe(listener: (event: TimelineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#events = [];
  }
}
