import type { Config } from '../config';
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
}

/** Higher comes first. */
const PRIORITY = { returned: 50, others: 0 };

/** The priority of a caller's task before the workflow raises it. */
export const priorityOf = (caller: Pick<Caller, 'returned' | 'transferred'>): number =>
  caller.returned || caller.transferred ? PRIORITY.returned : PRIORITY.others;

/** The attributes of a caller's task: what the workflow decides by, and what the agent's page shows. */
export const attributesOf = (caller: Caller): Record<string, string | true> => ({
  call_sid: caller.callSid,
  from: caller.from,
  to: caller.to,
  language: caller.language,
  ...(caller.reason === undefined ? {} : { reason: caller.reason, skill: caller.reason }),
  ...(caller.returned ? { returned: true as const } : {}),
  ...(caller.transferred ? { transferred: true as const } : {}),
  ...(caller.contactUri === undefined ? {} : { selected_contact_uri: caller.contactUri }),
});

/** Whether callers can be queued at all. */
export const takesCalls = (config: Pick<Config, 'workflowSid'>): boolean => config.workflowSid !== undefined;
