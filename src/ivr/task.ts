import { placeOfCaller } from '../callbacks';
import type { Config } from '../config';
import type { Deps } from '../endpoint';
import type { Reason } from './menu';
import type { Locale } from './words';

/** Who waits, and for what. */
export interface Caller {
  callSid: string;
  /** As Twilio tells it: a number, a client, or a word such as `anonymous`; empty when it tells nothing. */
  from: string;
  to: string;
  language: Locale;
  /** Absent: whoever is free. */
  reason?: Reason;
  /** Had an agent, and lost them. */
  returned?: boolean;
  /** An agent has transferred them. */
  transferred?: boolean;
  /** Meant for one agent alone: `client:<agent>` or a number. */
  contactUri?: string;
  /** They were to be called, or have left a message: what their task says of it, and its priority at least. */
  place?: Place | undefined;
}

/** See `placeOfCaller`. */
export type Place = NonNullable<Awaited<ReturnType<typeof placeOfCaller>>>;

/** Higher comes first. */
const PRIORITY = { returned: 50, others: 0 };

/** The priority of a caller's task before the workflow raises it. */
export const priorityOf = (caller: Pick<Caller, 'returned' | 'transferred' | 'place'>): number =>
  caller.returned || caller.transferred ? PRIORITY.returned : (caller.place?.priority ?? PRIORITY.others);

/** Whether they were to be called, and are told that they keep that place. */
export const keepsPlace = ({ place }: Caller): boolean => place !== undefined;

/** The attributes of a caller's task: what the workflow decides by, and what the agent's page shows. */
export const attributesOf = (caller: Caller): Record<string, unknown> => ({
  call_sid: caller.callSid,
  from: caller.from,
  to: caller.to,
  language: caller.language,
  ...(caller.reason === undefined ? {} : { reason: caller.reason, skill: caller.reason }),
  ...(caller.returned ? { returned: true as const } : {}),
  ...(caller.transferred ? { transferred: true as const } : {}),
  ...(caller.contactUri === undefined ? {} : { selected_contact_uri: caller.contactUri }),
  ...caller.place?.attributes,
});

/** Whether callers can be queued at all. */
export const takesCalls = (config: Pick<Config, 'workflowSid'>): boolean => config.workflowSid !== undefined;

/** Who waits for an answer hears nothing meanwhile. Milliseconds. */
const PATIENCE_MS = 1500;

/**
 * The place of a caller who was to be called, or has left a message; undefined when they have none, or it can't be told
 * in time: the callback finds them when it is offered. Never fails. One request, two when there is one.
 */
export async function findPlace(deps: Deps, from: string): Promise<Place | undefined> {
  if (deps.config.workspaceSid === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([placeOfCaller(deps, from), late]);
  } catch (error) {
    deps.log.failure(error);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
