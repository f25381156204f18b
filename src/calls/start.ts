import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import type { LiveMap, Versioned } from '../live-state';
import { checkDestination } from '../numbers';
import { archive } from './archive';
import { type CallItem, type CallRef, callId, callIn, callsOf, isCoolDown, LIVE, LIVE_TTL } from './items';
import { findAgentLine, lookAtLines, maybePlaced } from './lines';
import type { StartCall } from './schemas';
import { settle } from './settle';
import { type CallState, hasEnded, joinFacts, learn, phaseOf, viewOf } from './state';
import { promptTwiml, statusUrl } from './twiml';

/** A second click on start within this time means the same call; a claim without a line by then has died. */
const FRESH_MS = 15_000;
/** Every round frees a line that a call which is over had kept, or loses a race. */
const ROUNDS = 4;

const answer = (call: CallState, message: string, status: 200 | 202): Success => ({
  message,
  status,
  data: { call: viewOf(call) },
});

function destination({ config }: Deps, input: Input<typeof StartCall>, caller: Caller): string {
  const { AgentNumber } = input;
  const own =
    AgentNumber === undefined || AgentNumber === '' || AgentNumber.replace(/[\s().-]/g, '') === caller.phone;
  if (!own)
    throw new Problem('forbidden', {
      field: 'AgentNumber',
      fix: 'Leave AgentNumber out, or send your own verified number.',
    });
  const number = checkDestination(input.RecipientNumber, config, caller.phone);
  if (number.ok) return number.e164;
  const details = { field: 'RecipientNumber', problem: number.problem };
  if (number.problem === 'not_a_number')
    throw new Problem('invalid_number', { ...details, fix: 'Send it like +14155550123.' });
  const countries = config.allowedCountries.join(', ');
  throw new Problem('number_not_allowed', {
    ...details,
    fix: `Call an ordinary number (${countries}) of somebody else.`,
  });
}

function newCall(deps: Deps, caller: Caller, to: string, label: string | undefined): CallState {
  const at = deps.now().getTime();
  return {
    v: 1,
    id: callId(at, deps.ids.unguessable()),
    at,
    from: caller.phone,
    to,
    conference: deps.ids.unguessable(),
    who: caller.email,
    ...(label === undefined || label === '' ? {} : { label }),
  };
}

/** Rings the agent. Their line's own callbacks tell its sid: nothing is written after this request. */
async function ring(deps: Deps, ref: CallRef, call: CallState): Promise<void> {
  await deps.twilio().calls.create({
    to: call.from,
    from: deps.config.callerId,
    twiml: promptTwiml(deps, ref, call),
    timeout: deps.config.ringSeconds.agent,
    statusCallback: statusUrl(deps, ref, 'agent'),
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
}

/** Claims the agent's line: the item, or undefined when there is one already. */
async function claimLine(
  calls: LiveMap<CallItem>,
  call: CallState,
): Promise<Versioned<CallItem> | undefined> {
  try {
    return await calls.create(LIVE, call, LIVE_TTL);
  } catch (error) {
    if (!maybePlaced(error)) throw error;
    // Perhaps only the answer was lost.
    const item = await calls.get(LIVE);
    if (callIn(item, call.id) === undefined) throw error;
    return item;
  }
}

async function place(
  deps: Deps,
  ref: CallRef,
  claim: Versioned<CallItem>,
  call: CallState,
): Promise<Success> {
  try {
    await ring(deps, ref, call);
  } catch (error) {
    if (!maybePlaced(error)) {
      await callsOf(deps, ref.agent).remove(LIVE, claim.revision);
      throw error;
    }
    // The phone may be ringing. If it isn't, the claim dies of age; if it is, it rings for this very claim.
    const found = await findAgentLine(deps, call);
    if (found.agent === undefined) throw new Problem('timeout', { call: call.id }, error);
  }
  return answer(call, 'Your phone is about to ring. Press a key when asked.', 202);
}

/** What stands in the way of a new call; undefined when it was cleared away. */
async function obstacle(
  deps: Deps,
  agent: string,
  item: Versioned<CallItem>,
  to: string,
): Promise<Success | Problem | undefined> {
  const calls = callsOf(deps, agent);
  const now = deps.now().getTime();
  if (isCoolDown(item.data)) {
    const wait = Math.ceil((item.data.coolDown - now) / 1000);
    if (wait > 0) return new Problem('too_many_calls', { retryAfter: wait });
    await calls.remove(LIVE, item.revision);
    return undefined;
  }
  const call = learn(item.data, {});
  const ref = { agent, call: call.id };
  const young = now - call.at < FRESH_MS;
  const busy = new Problem('call_in_progress', { call: call.id, phase: phaseOf(call) });
  if (young && !hasEnded(call)) {
    const going = phaseOf(call) !== 'ending';
    return going && call.to === to ? answer(call, 'This call is already being made.', 200) : busy;
  }
  // Callbacks may have been lost, or whoever claimed may have died: Twilio knows how the lines are.
  const found = call.agent === undefined ? [await findAgentLine(deps, call)] : await lookAtLines(deps, call);
  const facts = found.reduce(joinFacts, {});
  if (call.agent === undefined && facts.agent === undefined) {
    await archive(deps, ref, call, item);
    return undefined;
  }
  const settled = await settle(deps, ref, facts, item);
  return settled === undefined || hasEnded(settled.call) ? undefined : busy;
}

/**
 * Rings the agent's own phone and, once they press a key there, the customer's: claims the agent's line, places the
 * call; two requests. Clicked twice it makes one call.
 * Fails with `invalid_number`, `number_not_allowed`, `forbidden`, `call_in_progress`, `too_many_calls`, `timeout`.
 */
export async function startPhoneToPhone(
  deps: Deps,
  input: Input<typeof StartCall>,
  caller: Caller,
): Promise<Success> {
  const to = destination(deps, input, caller);
  const calls = callsOf(deps, caller.agentId);
  for (let round = 0; round < ROUNDS; round += 1) {
    const call = newCall(deps, caller, to, input.ConferenceName);
    const ref = { agent: caller.agentId, call: call.id };
    const claim = await claimLine(calls, call);
    if (claim !== undefined) {
      deps.log.note({ call: call.id });
      return place(deps, ref, claim, call);
    }
    const item = await calls.get(LIVE);
    if (item === undefined) continue;
    const blocked = await obstacle(deps, caller.agentId, item, to);
    if (blocked instanceof Problem) throw blocked;
    if (blocked !== undefined) return blocked;
  }
  throw new Problem('conflict');
}
