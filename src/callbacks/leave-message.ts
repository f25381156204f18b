import type { Deps } from '../endpoint';
import { checkDestination } from '../numbers';
import { answered } from '../twilio';
import { attributesOf } from './attributes';
import { bringInHours } from './later';

/** A message that a caller has left, as Twilio reports it. */
export interface LeavesMessage {
  callSid: string;
  /** `RE…` */
  recording: string;
  /** Whole seconds. */
  seconds: number;
  language: string;
  reason?: 'sales' | 'support';
}

/** Shorter is a receiver that was put down. Seconds. */
const SHORTEST = 2;

/** The number that may be called, E.164; undefined when there is none, or policy forbids it. */
export function callable({ config }: Deps, number: string | undefined): string | undefined {
  const checked = checkDestination(number ?? '', config, '');
  return checked.ok ? checked.e164 : undefined;
}

/** The call, as Twilio knows it; undefined when it is none of the account's. One request. */
async function callOf(deps: Deps, sid: string): Promise<{ from: string; to: string } | undefined> {
  try {
    return await deps.twilio().calls(sid).fetch();
  } catch (error) {
    if (answered(error, 404)) return undefined;
    throw error;
  }
}

/**
 * A caller has left a message: makes a task for whoever is to hear it and to call them back, in business hours. Four
 * requests. Delivered again it changes nothing. False: there is nothing on it, or no such call.
 */
export async function messageLeft(deps: Deps, left: LeavesMessage): Promise<boolean> {
  if (left.seconds < SHORTEST) return false;
  const call = await callOf(deps, left.callSid);
  if (call === undefined) return false;
  const { from, to } = call;
  const since = deps.now().getTime();
  const number = callable(deps, from);
  const { reason, language } = left;
  const about = { language, to, ...(reason === undefined ? {} : { reason, skill: reason }) };
  const attributes = attributesOf(about, {
    message: { id: left.recording, seconds: left.seconds },
    ...(number === undefined
      ? {}
      : { callback: { number, attempt: 1, of: deps.config.callbackAttempts, since } }),
  });
  await bringInHours(deps, { key: `message.${left.recording}`, attributes, priority: 0, since });
  return true;
}
