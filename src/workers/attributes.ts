import type { AfterCallView } from './contract';

/**
 * Attributes of a worker. What they say of the person is Cordboard's; skills and languages are whoever's who sets up the
 * team; whatever else somebody has put there stays.
 */
export interface WorkerAttributes {
  agent_id?: string;
  email?: string;
  /** The person's verified number, E.164. */
  phone?: string;
  /** Where calls ring: `client:<agent_id>`, or E.164. */
  contact_uri?: string;
  skills?: string[];
  languages?: string[];
  roles?: string[];
  /** The activity that the person has chosen themselves; one that they are in without having chosen it is the system's. */
  chosen?: string;
  /** Why they have chosen it. */
  reason?: string;
  /** The activity that they want to be in after the call that goes on. */
  next?: string;
  /** The task they hold, `WT…`. */
  task?: string;
  /** The note that is still to be written. `until` in milliseconds since the epoch. */
  after_call?: AfterCall;
}

/** The note that is still to be written after a call. */
export interface AfterCall {
  /** The call's id, its task, and when it ends by itself in milliseconds since the epoch. */
  call: string;
  task: string;
  until: number;
}

/** What to change: null takes an attribute away, what isn't named stays. */
export type AttributesPatch = { [Key in keyof WorkerAttributes]?: WorkerAttributes[Key] | null };

/** The attributes in a worker's JSON; of one that somebody has broken, none. */
export function readAttributes(json: string): WorkerAttributes {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return {};
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The attributes after a change. */
export function patched(attributes: WorkerAttributes, patch: AttributesPatch): WorkerAttributes {
  const after: Record<string, unknown> = { ...attributes };
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete after[key];
    else if (value !== undefined) after[key] = value;
  return after;
}

/** Whether a person's calls ring in the browser. */
export const deviceOf = ({ contact_uri = '' }: WorkerAttributes): 'phone' | 'browser' =>
  contact_uri.startsWith('client:') ? 'browser' : 'phone';

/** The note that is pending, as a page sees it; undefined when what is there makes no sense. */
export function afterCallOf({ after_call: note }: WorkerAttributes): AfterCallView | undefined {
  const { call, task, until } = (note ?? {}) as Partial<Record<keyof AfterCall, unknown>>;
  if (typeof call !== 'string' || typeof task !== 'string' || typeof until !== 'number') return undefined;
  if (!(Math.abs(until) <= 8.64e15)) return undefined;
  return { call, task, until: new Date(until).toISOString() };
}

/** A list of words, whatever somebody has put there. */
export const wordsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
