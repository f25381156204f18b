import { messageKept, objectIn, readWork, type Wanted } from '../../callbacks';
import type { Deps } from '../../endpoint';
import { claimKey } from '../../identity';
import { CALL_ID } from '../items';
import type { AskedColleague, FromColleague, Offer } from '../state';

/** What TaskRouter knows of the agent whom it offers a caller. */
export interface OfferedAgent {
  /** Where their line rings: `client:<agent>`, or E.164. */
  contactUri: string;
  /** Absent: who has that phone must be looked up. */
  agent?: string;
  email: string;
}

/** What TaskRouter knows of the caller. */
export type OfferedCaller = Pick<
  Offer,
  'caller' | 'reason' | 'language' | 'name' | 'direct' | 'returned' | 'transfer' | 'callback' | 'message'
> & {
  /** E.164, or empty. */
  number: string;
  /** When they began to wait, if that was not with the task. Milliseconds since the epoch. */
  queued?: number;
};

const AGENT = /^[a-z2-7]{20}$/;
const CLIENT = /^client:([a-z2-7]{20})$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const CALL_SID = /^CA[0-9a-f]{32}$/i;
const LONGEST_NAME = 60;

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

function oneOf<const T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}

/** The agent in a worker's attributes (JSON, or read already); undefined when no call can reach them. */
export function readAgent(given: string | Record<string, unknown>): OfferedAgent | undefined {
  const attributes = typeof given === 'string' ? objectIn(given) : given;
  const contactUri = textIn(attributes?.contact_uri);
  const [, client] = CLIENT.exec(contactUri) ?? [];
  if (attributes === undefined || (client === undefined && !E164.test(contactUri))) return undefined;
  const own = textIn(attributes.agent_id);
  const agent = AGENT.test(own) ? own : client;
  return { contactUri, email: textIn(attributes.email), ...(agent === undefined ? {} : { agent }) };
}

/** What the agent is told about a customer, on the line or not. */
function aboutCustomer(attributes: Record<string, unknown>) {
  const reason = oneOf(attributes.reason, ['sales', 'support']);
  const language = oneOf(attributes.language, ['en', 'es']);
  const name = textIn(attributes.name)
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(language === undefined ? {} : { language }),
    ...(name === '' ? {} : { name }),
    ...(textIn(attributes.selected_contact_uri) === '' ? {} : { direct: true as const }),
    ...(attributes.returned === true ? { returned: true as const } : {}),
  };
}

/** The wish of a colleague to hand a customer over, in a task's attributes; undefined when it is none of ours. */
export function readTransfer(value: unknown): FromColleague | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { by, kind, agent, call, id } = value as Record<keyof FromColleague, unknown>;
  const known = oneOf(kind, ['cold', 'warm']);
  const ours = AGENT.test(textIn(agent)) && CALL_ID.test(textIn(call)) && /^[a-z2-7]{8}$/.test(textIn(id));
  if (known === undefined || !ours) return undefined;
  return {
    by: textIn(by).slice(0, 64),
    kind: known,
    agent: textIn(agent),
    call: textIn(call),
    id: textIn(id),
  };
}

/** As `readTransfer`, with whom they ask, and since when. */
export function readAsked(value: unknown): AskedColleague | undefined {
  const from = readTransfer(value);
  if (from === undefined) return undefined;
  const { at, to, whom } = value as Record<'at' | 'to' | 'whom', unknown>;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || !AGENT.test(textIn(whom))) return undefined;
  return { ...from, at, to: textIn(to).slice(0, 64), whom: textIn(whom) };
}

/** As `readAsked`, of a task's attributes (JSON). */
export const askedIn = (json: string): AskedColleague | undefined => readAsked(objectIn(json)?.transfer);

/** The caller in a task's attributes (JSON); undefined when there is no call in it. */
export function readCaller(json: string): OfferedCaller | undefined {
  const attributes = objectIn(json);
  const caller = textIn(attributes?.call_sid);
  if (attributes === undefined || !CALL_SID.test(caller)) return undefined;
  const from = textIn(attributes.from);
  const transfer = readTransfer(attributes.transfer);
  const message = messageKept(attributes);
  return {
    caller,
    number: E164.test(from) ? from : '',
    ...aboutCustomer(attributes),
    ...(transfer === undefined ? {} : { transfer }),
    ...(message === undefined ? {} : { message }),
  };
}

const aboutAttempt = ({ attempt, of, since, wanted }: Wanted) => ({
  callback: { attempt, of, ...(wanted === undefined ? {} : { wanted }) },
  queued: since,
});

/** The customer in a task's attributes (JSON) who wants to be called, or has left a message; undefined when neither. */
export function readCallback(json: string): OfferedCaller | undefined {
  const attributes = objectIn(json);
  const work = readWork(attributes);
  if (attributes === undefined || work === undefined) return undefined;
  const { callback, message } = work;
  return {
    number: callback?.number ?? '',
    ...aboutCustomer(attributes),
    ...(callback === undefined ? {} : aboutAttempt(callback)),
    ...(message === undefined ? {} : { message }),
  };
}

/**
 * Whose calls an offer to a worker goes to: the agent's id; of a worker whom nobody has signed in for, the worker's SID.
 * No request, one when only the phone is known.
 */
export async function agentOf(
  deps: Deps,
  { contactUri, agent }: Pick<OfferedAgent, 'contactUri' | 'agent'>,
  worker: string,
): Promise<string> {
  if (agent !== undefined) return agent;
  const claim = await deps.live.phoneClaims.get(claimKey(deps, contactUri));
  return claim?.data.agent ?? worker;
}
