/** One kind of Sync map: its name, how big an item may get, and who may read it with a token. */
export interface MapEntry {
  uniqueName: string;
  /**
   * Bytes of one item's JSON at most. Items over 1 KiB may be written less often, 16 KiB is Sync's end.
   * https://www.twilio.com/docs/sync/limits
   */
  maxBytes: number;
  /** The identities that may read it; absent: nobody but the functions. */
  readers?: readonly string[];
}

/**
 * Whoever has a role reads what all of that role may read by the role's own identity, so that nothing has to be granted
 * or taken back person by person.
 */
export const AGENTS_IDENTITY = 'role.agent';
export const SUPERVISORS_IDENTITY = 'role.supervisor';

/** A waiting customer, by their task. They read one document, `topicOf` that task's topic. */
export const customerIdentity = (taskSid: string): string => `customer.${taskSid}`;

/** Maps that exist from the start; the provisioner makes them. */
export const PROVISIONED = {
  /** People, by agent id, and who verified which number, by `phone.` + hash. */
  agents: { uniqueName: 'agents', maxBytes: 2_048 },
  /** What a supervisor sees of a live call, by call id. */
  floor: { uniqueName: 'floor', maxBytes: 300, readers: [SUPERVISORS_IDENTITY] },
  /** TaskRouter's workers, by their SID. Some 300 bytes; names may be long. */
  workers: { uniqueName: 'workers', maxBytes: 3_072, readers: [AGENTS_IDENTITY, SUPERVISORS_IDENTITY] },
} as const satisfies Record<string, MapEntry>;

/**
 * The calls of one person; made when they make the first one, readable by them. With guests, supervisions and all a call
 * is at most 5 KiB, recordings with who did what to them add 2.2 KiB; a note of 1000 characters, which comes after it, may be
 * 4 KB.
 */
export const callsOf = (agentId: string): MapEntry => ({
  uniqueName: `calls.${agentId}`,
  maxBytes: 12_288,
  readers: [agentId],
});

/** The tasks of a task queue that wait or are assigned, by their SID; made with the first one. Some 130 bytes each. */
export const queueOf = (taskQueueSid: string): MapEntry => ({
  uniqueName: `queue.${taskQueueSid}`,
  maxBytes: 1_024,
  readers: [SUPERVISORS_IDENTITY],
});

/** Which recordings there are, in the order of their age, so that each is deleted in time; made with the first one. */
export const RECORDINGS: MapEntry = { uniqueName: 'recordings', maxBytes: 256 };

/** One kind of Sync document. */
export interface DocumentEntry {
  uniqueName: string;
  /** Bytes of its JSON at most; see `MapEntry`. */
  maxBytes: number;
  /** The identities that may read it; absent: nobody but the functions. */
  readers?: readonly string[];
}

/** How the floor is doing, whatever the length of the queues; the provisioner makes it. */
export const QUEUE_STATUS: DocumentEntry = {
  uniqueName: 'queue-status',
  maxBytes: 4_096,
  readers: [AGENTS_IDENTITY, SUPERVISORS_IDENTITY],
};

/** Where the tasks of a topic are; made with the first one. */
export const topicOf = (topic: string): DocumentEntry => ({ uniqueName: `topic.${topic}`, maxBytes: 3_072 });

/** What must be made once, by what it is made for; made at the first write. Some 80 bytes each, for a day. */
export const ONCE: MapEntry = { uniqueName: 'once', maxBytes: 512 };
