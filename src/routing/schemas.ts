import * as v from 'valibot';

const SID = 'Send it as TaskRouter does: two letters and 32 hex digits.';
const sid = (kind: string) =>
  v.optional(v.pipe(v.string(SID), v.regex(new RegExp(`^${kind}[0-9a-f]{32}$`, 'i'), SID)));
const text = v.optional(v.string('Send it once, as text.'));

/**
 * An event of TaskRouter, as far as it is used. What must be there depends on its type.
 * https://www.twilio.com/docs/taskrouter/api/event/reference
 */
export const RouterEvent = () =>
  v.object({
    EventType: v.pipe(v.string('Send the type of the event.'), v.nonEmpty('Send the type of the event.')),
    /** The event's own, `EV…`. */
    Sid: text,
    WorkspaceSid: text,
    /** Seconds, and milliseconds, since the epoch. */
    Timestamp: text,
    TimestampMs: text,
    TaskSid: sid('WT'),
    /** JSON. */
    TaskAttributes: text,
    TaskPriority: text,
    TaskCanceledReason: text,
    /** Seconds since the epoch. */
    TaskDateCreated: text,
    TaskQueueSid: sid('WQ'),
    WorkerSid: sid('WK'),
    WorkerName: text,
    WorkerActivityName: text,
    /** JSON. */
    WorkerAttributes: text,
    ReservationSid: sid('WR'),
  });

const CURSOR = 'Send the cursor of the last answer, or nothing to begin.';

/** Where the last call left off. */
export const Reconcile = () =>
  v.object({
    cursor: v.optional(v.pipe(v.string(CURSOR), v.regex(/^\d{1,2}\.[\w:=+/-]{0,400}$/, CURSOR))),
  });
