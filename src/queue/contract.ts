/** `data` of /queue/get-queue-position. */
export interface PositionAnswer {
  /** `WT…` */
  taskSid: string;
  /** Whether it still waits; false once an agent has it, or it is over. */
  waiting: boolean;
  /** 1 = next, in order of priority, then age, within its task queue. Null when it doesn't wait. */
  position: number | null;
  /** How many wait in its task queue, it included. */
  waitingInQueue: number;
  /** How long it has waited. Whole seconds. */
  waitedSeconds: number;
  /** From how fast the queue was served lately; null when nothing was served lately. Whole seconds. */
  estimatedWaitSeconds: number | null;
  /** `WQ…` */
  queue: string;
  /** How old what this is based on is. ISO 8601. */
  asOf: string;
}
