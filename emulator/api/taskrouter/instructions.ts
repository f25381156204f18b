import type { Reservation, Task, Worker } from './entities';

/** Instructions that TaskRouter itself cannot carry out, for there is a call in them. https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks */
export const VOICE_INSTRUCTIONS = ['conference', 'dequeue', 'call', 'redirect'] as const;

export type VoiceInstruction = (typeof VOICE_INSTRUCTIONS)[number];

/** What the application asked for, with what can be done about it. Whatever no longer fits throws a `TwilioError`. */
export interface VoiceOrder {
  instruction: VoiceInstruction;
  /** Named as in the reply to an assignment callback: `from`, `to`, `post_work_activity_sid`, `status_callback`, … */
  parameters: Record<string, string | string[]>;
  reservation: Reservation;
  task: Task;
  worker: Worker;
  /** Whether the reservation is still pending. */
  isOpen(): boolean;
  accept(): void;
  /** The worker did not take it; the task goes on to the next. */
  reject(activitySid?: string): void;
  /** The worker could not be reached; the task goes on to the next. */
  cancel(): void;
  /** The conversation is over and the worker has work after it. */
  wrapUp(reason?: string): void;
  complete(reason?: string): void;
  /** Puts the worker into another activity (`post_work_activity_sid`). */
  moveWorker(activitySid: string): void;
}

/** Carries out instructions that need a call. An error it throws is the answer to the request that asked for it. */
export interface VoiceInstructions {
  carryOut(order: VoiceOrder): void | Promise<void>;
}
