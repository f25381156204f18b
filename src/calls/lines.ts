import type { Deps } from '../endpoint';
import { ambiguous, answered, failureOf } from '../twilio';
import { type CallState, type Facts, factsAbout, isFinal, type LegFacts, legFacts, legStatus } from './state';

/** The line is over already: nothing to end or to redirect. https://www.twilio.com/docs/api/errors/21220 */
export const alreadyOver = (error: unknown): boolean => answered(error, 21220, 20404);

/**
 * Whether a request to place a call may have placed one although it failed. An answer below 500 is a refusal, and so are
 * 503 and 429; after anything else nobody knows.
 */
export function maybePlaced(error: unknown): boolean {
  const failure = failureOf(error);
  return ambiguous(error) || (failure?.kind === 'answer' && failure.status >= 500 && failure.status !== 503);
}

/** What of a call's representation we read. */
interface Line {
  sid: string;
  status: string;
  startTime: Date | null;
  endTime: Date | null;
  duration: string | null;
}

function factsOfLine(line: Line, now: number): LegFacts {
  const status = legStatus(line.status);
  const at = status === 'in-progress' ? line.startTime : line.endTime;
  const leg = legFacts(line.sid, status, at?.getTime() ?? now);
  if (leg.ended !== undefined && line.duration !== null) leg.seconds = Number(line.duration);
  return leg;
}

/**
 * Asks Twilio how a line is: for callbacks that were lost. A line that Twilio doesn't know has failed.
 *
 * @param who `agent`, `customer`, or the id of a guest or supervisor
 */
export async function lookAtLine(deps: Deps, who: string, sid: string): Promise<Facts> {
  const now = deps.now().getTime();
  try {
    return factsAbout(who, factsOfLine(await deps.twilio().calls(sid).fetch(), now));
  } catch (error) {
    if (answered(error, 404)) return factsAbout(who, legFacts(sid, 'failed', now));
    throw error;
  }
}

/** Asks Twilio about every line that isn't known to be over. */
export async function lookAtLines(deps: Deps, call: CallState): Promise<Facts[]> {
  const open = (['agent', 'customer'] as const).flatMap((label) => {
    const leg = call[label];
    return leg === undefined || leg.ended !== undefined ? [] : [{ who: label as string, sid: leg.sid }];
  });
  const others = Object.entries(call.others ?? {}).flatMap(([who, { line }]) =>
    line === undefined || isFinal(line.status) ? [] : [{ who, sid: line.sid }],
  );
  return Promise.all([...open, ...others].map(({ who, sid }) => lookAtLine(deps, who, sid)));
}

/** A request that has just been made has not ended yet; what ended earlier than this ended without it. */
const EARLIER_MS = 3_000;

/**
 * Ends a line, whether it rings or talks. Done twice it does nothing more. When it turns out to have been over for a
 * while, its callback was lost and the facts are given back; otherwise the callback will tell.
 */
export async function hangUp(deps: Deps, who: string, sid: string): Promise<Facts> {
  try {
    const line = await deps.twilio().calls(sid).update({ status: 'completed' });
    const now = deps.now().getTime();
    const longAgo = line.endTime !== null && now - line.endTime.getTime() > EARLIER_MS;
    return longAgo ? factsAbout(who, factsOfLine(line, now)) : {};
  } catch (error) {
    if (alreadyOver(error)) return lookAtLine(deps, who, sid);
    throw error;
  }
}

/** The number that the other side of a call is shown. */
export const callerIdOf = (deps: Deps, call: CallState): string => call.callerId ?? deps.config.callerId;

/** The line to the agent's phone that this call has placed, for when the answer to placing it was lost. */
export async function findAgentLine(deps: Deps, call: CallState): Promise<Facts> {
  const lines = await deps
    .twilio()
    .calls.list({ to: call.from, from: callerIdOf(deps, call), limit: 5, pageSize: 5 });
  const now = deps.now().getTime();
  // An agent has one call at a time, so the newest line since the claim is ours. Twilio's times are whole seconds.
  const ours = lines.find(({ dateCreated }) => dateCreated.getTime() >= call.at - 1000);
  return ours === undefined ? {} : { agent: factsOfLine(ours, now) };
}

/** The customer's line in the call's conference, for when the answer to dialling was lost. At most three requests. */
export async function findCustomerLine(deps: Deps, call: Pick<CallState, 'conference'>): Promise<Facts> {
  const conferences = await deps
    .twilio()
    .conferences.list({ friendlyName: call.conference, limit: 2, pageSize: 2 });
  for (const { sid, status } of conferences) {
    if (String(status) === 'completed') continue;
    const participants = await deps.twilio().conferences(sid).participants.list({ limit: 20, pageSize: 20 });
    const customer = participants.find(({ label }) => label === 'customer');
    if (customer !== undefined) return { customer: { sid: customer.callSid } };
  }
  return {};
}
