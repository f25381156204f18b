/** `data` of /queue/get-queue-position. */
export interface PositionAnswer {
  /** `WT…` */
  taskSid: string;
  /** Whether it still waits; false once an agent has it, or it is over. */
  waiting: boolean;
  /**
   * 1 = next, in order of priority, then age, within its task queue. Null when it doesn't wait, or when more than 5,000
   * tasks come before it.
   */
  position: number | null;
  /** How many wait in its task queue, it included. While it waits without a position: at least so many. */
  waitingInQueue: number;
  /** How long it has waited; for one that doesn't wait any more, until it last changed. Whole seconds. */
  waitedSeconds: number;
  /** From how fast the queue was served lately; null when nothing was served lately. Whole seconds. */
  estimatedWaitSeconds: number | null;
  /** `WQ…` */
  queue: string;
  /** Since when what this is based on was so, at most 3 s ago; 10 s when TaskRouter can't be asked. ISO 8601. */
  asOf: string;
}
