/** A customer who wants to be called, as the attributes of a task tell it. */
export interface Wanted {
  /** E.164. */
  number: string;
  /** Which attempt to reach them this is, from 1, and how many there are. */
  attempt: number;
  of: number;
  /** When they began to wait. Milliseconds since the epoch. */
  since: number;
  /** Beside a message that came to it later: to have heard the message is not enough. */
  wanted?: true;
}

/** A message that a customer has left. */
export interface Message {
  /** The recording, `RE…`. */
  id: string;
  /** Whole seconds. */
  seconds: number;
}

/** What a task without a call is about. One of the two at least. */
export interface CallbackWork {
  callback?: Wanted;
  message?: Message;
}

/** The attributes of a task, as they were read: ours, but anybody with the account's credentials may write them. */
export type Attributes = Record<string, unknown>;

/** What an agent is told and the workflow decides by: the same for whoever is called back as for whoever waits. */
const CARRIED = [
  'reason',
  'skill',
  'language',
  'name',
  'topic',
  'selected_contact_uri',
  'returned',
  'transferred',
  'to',
];

const E164 = /^\+[1-9]\d{6,14}$/;
const RECORDING = /^RE[0-9a-f]{32}$/i;
const MOST_ATTEMPTS = 10;

/** JSON, if it is an object. */
export function objectIn(json: string): Attributes | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Attributes;
  } catch {
    // What is no JSON tells nothing.
  }
  return undefined;
}

const within = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

function wantedIn(value: unknown): Wanted | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { number, attempt, of, since, wanted } = value as Attributes;
  if (typeof number !== 'string' || !E164.test(number)) return undefined;
  if (!within(of, 1, MOST_ATTEMPTS) || !within(attempt, 1, of)) return undefined;
  // The end of what a date can be.
  if (!within(since, 0, 8.64e15)) return undefined;
  return { number, attempt, of, since, ...(wanted === true ? { wanted } : {}) };
}

function messageIn(value: unknown): Message | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, seconds } = value as Attributes;
  const known = typeof id === 'string' && RECORDING.test(id) && within(seconds, 0, 86_400);
  return known ? { id, seconds } : undefined;
}

/** What a task is about that has no call in it; undefined when it is something else. Pure. */
export function readWork(attributes: Attributes | undefined): CallbackWork | undefined {
  const callback = wantedIn(attributes?.callback);
  const message = messageIn(attributes?.message);
  if (callback === undefined && message === undefined) return undefined;
  return { ...(callback === undefined ? {} : { callback }), ...(message === undefined ? {} : { message }) };
}

/** What of a caller's task goes into the one that stands for it when the caller is gone. Pure. */
export const carried = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    CARRIED.flatMap((key) => (attributes[key] === undefined ? [] : [[key, attributes[key]]])),
  );

/**
 * The attributes of a task for somebody who is to be called; pure. `callback_number` stands beside it, so that TaskRouter
 * can look for it.
 */
export const attributesOf = (about: Attributes, { callback, message }: CallbackWork): Attributes => ({
  ...carried(about),
  ...(callback === undefined ? {} : { callback, callback_number: callback.number }),
  ...(message === undefined ? {} : { message }),
});

/** The same with a message that belongs to it; the customer wants to be called all the same. Pure. */
export function withMessage(attributes: Attributes, message: Message): Attributes {
  const { callback } = readWork(attributes) ?? {};
  return {
    ...attributes,
    message,
    ...(callback === undefined ? {} : { callback: { ...callback, wanted: true } }),
  };
}

/** The same for the next attempt; undefined when there is none left. Pure. */
export function nextAttemptOf(attributes: Attributes): Attributes | undefined {
  const work = readWork(attributes);
  if (work?.callback === undefined || work.callback.attempt >= work.callback.of) return undefined;
  return attributesOf(attributes, {
    ...work,
    callback: { ...work.callback, attempt: work.callback.attempt + 1 },
  });
}
