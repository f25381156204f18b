/** One kind of Sync map: its name, how big an item may get, and who may read it with a token. */
export interface MapEntry {
  uniqueName: string;
  /**
   * Bytes of one item's JSON at most. Items over 1 KiB may be written less often, 16 KiB is Sync's end.
   * https://www.twilio.com/docs/sync/limits
   */
  maxBytes: number;
  /** The identity that may read it; absent: nobody but the functions. */
  reader?: string;
}

/** Maps that exist from the start; the provisioner makes them. */
export const PROVISIONED = {
  /** People, by agent id, and who verified which number, by `phone.` + hash. */
  agents: { uniqueName: 'agents', maxBytes: 2_048 },
  /** What a supervisor sees of a live call, by call id. */
  floor: { uniqueName: 'floor', maxBytes: 300 },
  /** TaskRouter's workers, by their SID. Some 300 bytes; names may be long. */
  workers: { uniqueName: 'workers', maxBytes: 3_072 },
} as const satisfies Record<string, MapEntry>;

/** The calls of one person; made when they make the first one, readable by them. */
export const callsOf = (agentId: string): MapEntry => ({
  uniqueName: `calls.${agentId}`,
  maxBytes: 4_096,
  reader: agentId,
});

/** The tasks of a task queue that wait or are assigned, by their SID; made with the first one. Some 130 bytes each. */
export const queueOf = (taskQueueSid: string): MapEntry => ({
  uniqueName: `queue.${taskQueueSid}`,
  maxBytes: 1_024,
});

/** One kind of Sync document. */
export interface DocumentEntry {
  uniqueName: string;
  /** Bytes of its JSON at most; see `MapEntry`. */
  maxBytes: number;
}

/** Where the tasks of a topic are; made with the first one. */
export const topicOf = (topic: string): DocumentEntry => ({ uniqueName: `topic.${topic}`, maxBytes: 3_072 });
