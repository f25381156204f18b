import { callerIdsOf } from '../config';
import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import type { Versioned } from '../live-state';
import { claimLine, clearAway } from './claim-line';
import { destination } from './destination';
import { type CallItem, type CallRef, callId, callsOf, isCoolDown, LIVE } from './items';
import { callerIdOf, findAgentLine, maybePlaced } from './lines';
import type { StartBrowserCall, StartCall } from './schemas';
import { type CallState, hasEnded, learn, phaseOf, viewOf } from './state';
import { LINE_EVENTS, promptTwiml, statusUrl } from './twiml';

/** A second click on start within this time means the same call; a claim without a line by then has died. */
const FRESH_MS = 15_000;
/** Every round frees a line that a call which is over had kept, or loses a race. */
const ROUNDS = 4;

/** How the agent comes onto the line. */
interface Way {
  kind?: 'browser';
  /** The agent's address: E.164, or `client:` and their id. */
  from: string;
  /** What is done once the line is claimed. */
  place(ref: CallRef, claim: Versioned<CallItem>, call: CallState): Promise<Success>;
}

const answer = (call: CallState, message: string, status: 200 | 202): Success => ({
  message,
  status,
  data: { call: viewOf(call) },
});

/** A number as people write it, with country code, in E.164. */
const plain = (number: string): string => number.replace(/[\s().-]/g, '');

/** The number that the agent wants to be shown; undefined: the usual one. */
function chosenCallerId({ config }: Deps, CallerId: string | undefined): string | undefined {
  const wanted = plain(CallerId ?? '');
  if (wanted === '' || wanted === config.callerId) return undefined;
  if (callerIdsOf(config).includes(wanted)) return wanted;
  throw new Problem('forbidden', {
    field: 'CallerId',
    fix: 'Leave CallerId out, or send one of the numbers that /page-config lists.',
  });
}

/** What is decided about a call before its line is claimed. */
interface Plan {
  to: string;
  label: string | undefined;
  callerId: string | undefined;
}

function newCall(deps: Deps, caller: Caller, way: Way, { to, label, callerId }: Plan): CallState {
  const at = deps.now().getTime();
  return {
    v: 1,
    id: callId(at, deps.ids.unguessable(), caller.agentId),
    at,
    ...(way.kind === undefined ? {} : { kind: way.kind }),
    from: way.from,
    to,
    conference: deps.ids.unguessable(),
    who: caller.email,
    ...(label === undefined || label === '' ? {} : { label }),
    ...(callerId === undefined ? {} : { callerId }),
  };
}

/** Rings the agent. Their line's own callbacks tell its sid: nothing is written after this request. */
async function ring(deps: Deps, ref: CallRef, call: CallState): Promise<void> {
  await deps.twilio().calls.create({
    to: call.from,
    from: callerIdOf(deps, call),
    twiml: promptTwiml(deps, ref, call),
    timeout: deps.config.ringSeconds.agent,
    statusCallback: statusUrl(deps, ref, 'agent'),
    statusCallbackEvent: [...LINE_EVENTS],
  });
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
  wanted: Pick<CallState, 'to' | 'kind'>,
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
  const young = now - call.at < FRESH_MS;
  const busy = new Problem('call_in_progress', { call: call.id, phase: phaseOf(call) });
  if (young && !hasEnded(call)) {
    const same = call.offer === undefined && call.to === wanted.to && call.kind === wanted.kind;
    return same && phaseOf(call) !== 'ending' ? answer(call, 'This call is already being made.', 200) : busy;
  }
  return (await clearAway(deps, agent, item, call)) ? undefined : busy;
}

/** Claims the agent's line for a call, then goes the way. */
async function begin(deps: Deps, input: Input<typeof StartBrowserCall>, caller: Caller, way: Way) {
  const plan: Plan = {
    to: destination(deps, input.RecipientNumber, caller),
    label: input.ConferenceName,
    callerId: chosenCallerId(deps, input.CallerId),
  };
  const calls = callsOf(deps, caller.agentId);
  for (let round = 0; round < ROUNDS; round += 1) {
    const call = newCall(deps, caller, way, plan);
    const ref = { agent: caller.agentId, call: call.id };
    const claim = await claimLine(calls, call);
    if (claim !== undefined) {
      deps.log.note({ call: call.id });
      return way.place(ref, claim, call);
    }
    const item = await calls.get(LIVE);
    if (item === undefined) continue;
    const blocked = await obstacle(deps, caller.agentId, item, call);
    if (blocked instanceof Problem) throw blocked;
    if (blocked !== undefined) return blocked;
  }
  throw new Problem('conflict');
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
  const { AgentNumber = '' } = input;
  if (AgentNumber !== '' && plain(AgentNumber) !== caller.phone)
    throw new Problem('forbidden', {
      field: 'AgentNumber',
      fix: 'Leave AgentNumber out, or send your own verified number.',
    });
  return begin(deps, input, caller, {
    from: caller.phone,
    place: (ref, claim, call) => place(deps, ref, claim, call),
  });
}

/**
 * Claims the agent's line for a call from their browser; one request. The page then calls Twilio with the call's id, and
 * /voice/outbound lets its line in and dials. Everything that costs money is decided here, where we know who asks.
 * Clicked twice it makes one call. Fails as `startPhoneToPhone` does.
 */
export async function startInBrowser(
  deps: Deps,
  input: Input<typeof StartBrowserCall>,
  caller: Caller,
): Promise<Success> {
  return begin(deps, input, caller, {
    kind: 'browser',
    from: `client:${caller.agentId}`,
    place: async (_ref, _claim, call) => answer(call, 'Connect this browser with the id of the call.', 202),
  });
}
