/** TaskRouter's numbers, each with where Twilio says so. */
export const LIMITS = {
  /** Seconds. https://www.twilio.com/docs/taskrouter/api/task */
  taskTimeout: { least: 1, most: 1_209_600, usual: 86_400 },
  /** https://www.twilio.com/docs/taskrouter/api/task */
  priority: { least: 0, most: 2_147_483_647 },
  /** Seconds. https://www.twilio.com/docs/taskrouter/api/workflow */
  reservationTimeout: { least: 1, most: 86_400, usual: 120 },
  /** https://www.twilio.com/docs/taskrouter/api/task-queue#multi-reservation */
  maxReservedWorkers: { least: 1, most: 50 },
  /** https://www.twilio.com/docs/taskrouter/api/worker-channel */
  capacity: { least: 0, most: 50 },
  /** Seconds that a completed or canceled task can still be read. https://www.twilio.com/docs/taskrouter/lifecycle-task-state */
  finishedTask: 300,
  /** Milliseconds. https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks */
  assignmentCallback: 5000,
  /** https://www.twilio.com/docs/taskrouter/limits */
  attributesBytes: 4096,
  /** https://www.twilio.com/docs/taskrouter/api/task-queue-statistics#bulk-real-time-statistics */
  bulkQueues: 50,
  /**
   * Seconds before a worker who let a task go is offered it again, when nobody else can have it. Twilio gives no figure;
   * without a pause, an application that rejects everything would be asked without end.
   */
  offerAgain: 5,
  /** Events that `/Events` still knows. */
  events: 20_000,
} as const;
