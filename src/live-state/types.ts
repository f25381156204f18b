/** An item with what it takes to change it only if nobody else has. */
export interface Versioned<T> {
  key: string;
  data: T;
  /** Changes with every write; given back to `replace` and `remove`. */
  revision: string;
}

/** What became of a `change`. */
export interface Changed<T> {
  /** False when `decide` wanted nothing changed. */
  changed: boolean;
  /** The item as it is now; undefined only when there is none and none was wanted. */
  current: Versioned<T> | undefined;
}

/** What `decide` wants stored. `ttl` in seconds, 0 = for good, absent = leave as it is. */
export interface Wanted<T> {
  data: T;
  ttl?: number;
}

/**
 * One Sync map of the catalogue. Every method is one REST request unless it says otherwise. An upstream failure that is
 * no answer to the question asked is thrown as the SDK throws it.
 */
export interface LiveMap<T> {
  /** undefined: there is no such item (or no such map yet). */
  get(key: string): Promise<Versioned<T> | undefined>;
  /** undefined: the item exists already (Sync 54208), so somebody else was first. `ttl` in seconds, 0 or absent = for good. */
  create(key: string, data: T, ttl?: number): Promise<Versioned<T> | undefined>;
  /** undefined: it changed meanwhile (412, Sync 54103) or is gone. `ttl` absent = leave as it is. */
  replace(key: string, data: T, revision: string, ttl?: number): Promise<Versioned<T> | undefined>;
  /** Writes over what is there, whatever it is. False: there is nothing by that key. `ttl` as for `replace`. */
  overwrite(key: string, data: T, ttl?: number): Promise<boolean>;
  /** False: it was gone already, or (with `revision`) changed meanwhile. */
  remove(key: string, revision?: string): Promise<boolean>;
  /** The first items in order of their keys, one page: `limit` ≤ 100. `from` is the first key wanted. */
  list(options: { limit: number; order?: 'asc' | 'desc'; from?: string }): Promise<Versioned<T>[]>;
  /**
   * Read, decide, write on condition; again from the read when somebody else was faster, within the deadline.
   * `decide` must be pure: it may run several times. `known` saves the first read.
   * Throws `conflict` when it never got through.
   */
  change(
    key: string,
    decide: (current: T | undefined) => Wanted<T> | undefined,
    known?: Versioned<T>,
  ): Promise<Changed<T>>;
}

/** One Sync document of the catalogue. Every method is one REST request; `create` one more per reader. */
export interface LiveDocument<T> {
  /** undefined: there is no such document. */
  get(): Promise<Versioned<T> | undefined>;
  /** undefined: it exists already (Sync 54301), so somebody else was first. `ttl` in seconds, 0 or absent = for good. */
  create(data: T, ttl?: number): Promise<Versioned<T> | undefined>;
  /** undefined: it changed meanwhile (412, Sync 54103) or is gone. `ttl` absent = leave as it is. */
  replace(data: T, revision: string, ttl?: number): Promise<Versioned<T> | undefined>;
}

/** A signed-in browser or program of a person. */
export interface Session {
  id: string;
  /** Counts refreshes; an old generation coming back later than the grace period ends the session. */
  generation: number;
  /** Milliseconds since the epoch. */
  rotatedAt: number;
  /** Milliseconds since the epoch. */
  expires: number;
}

/** A person who may make calls. Item of the map `agents`, key = agent id. */
export interface Person {
  v: 1;
  email: string;
  /** ISO 8601. */
  emailVerifiedAt: string;
  /** E.164. Only somebody with a phone can act as an agent. */
  phone?: string;
  phoneVerifiedAt?: string;
  /** Roles beyond those of the configuration. */
  roles?: ('supervisor' | 'admin')[];
  /** Their TaskRouter worker. */
  worker?: string;
  /** Raised to end all their sessions at once. */
  epoch: number;
  /** Milliseconds: e-mail tokens issued at or before this time are used up. */
  spent?: number;
  /** Newest last, at most 5. */
  sessions: Session[];
}

/** Who verified a number. Item of the map `agents`, key = `phone.` + hash of the number. */
export interface PhoneClaim {
  v: 1;
  /** The claim holds only while this person's record has the number. */
  agent: string;
}

/** Everything Cordboard keeps in Sync. */
export interface LiveState {
  /** Verified people, by agent id. */
  agents: LiveMap<Person>;
  /** Who verified which number, by hash of the number. Lives in the same Sync map as `agents`. */
  phoneClaims: LiveMap<PhoneClaim>;
  /**
   * A person's calls: the live one and those that ended. The map is made at the first write, with read permission for
   * the identity `agentId` (two more requests, once per person). `T` is the area's own item type.
   */
  calls<T extends object>(agentId: string): LiveMap<T>;
  /**
   * Makes sure that a person can follow their calls: the map is there and they may read it. One request, three when there
   * was none. Safe to repeat.
   */
  openCalls(agentId: string): Promise<void>;
  /** What a supervisor sees: one small item per live call. */
  floor<T extends object>(): LiveMap<T>;
  /** TaskRouter's workers, by their SID. */
  workers<T extends object>(): LiveMap<T>;
  /** Recordings that are to be deleted some day, oldest first. The map is made at the first write. */
  recordings<T extends object>(): LiveMap<T>;
  /** The tasks of a task queue that wait or are assigned. The map is made at the first write. */
  queue<T extends object>(taskQueueSid: string): LiveMap<T>;
  /** Where the tasks of a topic are. */
  topic<T extends object>(topic: string): LiveDocument<T>;
  /**
   * A hundred documents of topics, or fewer, by the topic; `page` is where to go on, '' to begin. One request; `next` is
   * the next page, if there is one.
   */
  topics<T extends object>(page: string): Promise<{ topics: Versioned<T>[]; next?: string }>;
  /** Claims to make something that must be made once. The map is made at the first write. */
  once<T extends object>(): LiveMap<T>;
  /** How the floor is doing. */
  queueStatus<T extends object>(): LiveDocument<T>;
  /** Lets an identity read a topic's document. One request. False: there is no such document yet. Safe to repeat. */
  openTopic(topic: string, identity: string): Promise<boolean>;
}
