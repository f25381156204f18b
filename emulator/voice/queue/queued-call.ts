import type { Room } from '../conference/room';
import type { Core } from '../core';
import type { Leg } from '../leg';
import type { ParticipantSettings, QueueMemberRecord, QueueRecord, Target } from '../model';
import { averageWait, membersOf } from './queues';

/** Connected to another call, for as long as `signal` does not abort. */
export interface Bridge {
  how: 'bridge';
  to: Leg;
  signal: AbortSignal;
  /** Told when it is over. */
  over: () => void;
  /** TwiML for the caller before that. */
  whisper?: Target | undefined;
  /** Whether the other's `*` ends it. */
  hangupOnStar?: boolean;
}

/** How a wait ends while the call goes on. */
export type Exit =
  | { how: 'leave' }
  | { how: 'error' }
  | Bridge
  | { how: 'conference'; room: Room; settings: ParticipantSettings };

/** One caller in a queue. */
export class QueuedCall {
  readonly record: QueueMemberRecord;
  /** Ends the wait; only the first time counts. */
  release: (exit: Exit) => void = () => undefined;
  /** Told once, when the call no longer waits, for whatever reason. */
  readonly onceGone = new Set<() => void>();
  /** Its task is somebody else's to end: a TaskRouter instruction moves the call. */
  taskIsKept = false;

  constructor(
    private readonly core: Core,
    readonly leg: Leg,
    readonly queue: QueueRecord,
  ) {
    this.record = {
      callSid: leg.callSid,
      queueSid: queue.sid,
      dateEnqueued: core.kernel.clock.now(),
      taskSid: null,
    };
    core.queued.set(leg.callSid, this);
    this.save();
  }

  /** Whole seconds in the queue. */
  get seconds(): number {
    return Math.floor((this.core.kernel.clock.now() - this.record.dateEnqueued) / 1000);
  }

  /** 1 is next. */
  get position(): number {
    return membersOf(this.core, this.queue.sid).indexOf(this) + 1;
  }

  /** What goes with a request for waiting TwiML. https://www.twilio.com/docs/voice/twiml/enqueue#attributes-waiturl */
  get waitParams(): Record<string, string> {
    return {
      QueueSid: this.queue.sid,
      QueueTime: String(this.seconds),
      QueuePosition: String(this.position),
      AvgQueueTime: String(averageWait(this.core, this.queue.sid)),
      CurrentQueueSize: String(membersOf(this.core, this.queue.sid).length),
      MaxQueueSize: String(this.queue.maxSize),
    };
  }

  /** The emulator starts over: nobody is to be told. */
  get isForgotten(): boolean {
    return this.leg.over && this.leg.endedBy === undefined;
  }

  save(): void {
    this.core.queueMembers.set(this.leg.callSid, this.record);
  }

  /** Takes the call off the queue. */
  remove(): void {
    this.core.queued.delete(this.leg.callSid);
    this.core.queueMembers.delete(this.leg.callSid);
    if (!this.isForgotten) for (const tell of this.onceGone) tell();
    this.onceGone.clear();
  }
}
