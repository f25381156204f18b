import type { Message } from '../../callbacks';
import { type Deps, type Input, Problem, problemOf, type Reply } from '../../endpoint';
import { backToWork } from '../../workers';
import { barredCallback } from '../callback/barred';
import { claimLine, clearAway } from '../claim-line';
import { type CallRef, callId, callsOf, isCoolDown, LIVE, LIVE_TTL } from '../items';
import { callerIdOf, findAgentLine, maybePlaced } from '../lines';
import type { Assignment } from '../schemas';
import { liveCall, settle } from '../settle';
import {
  type CallState,
  type Failure,
  type FromColleague,
  hasEnded,
  learn,
  type OfferedCall,
} from '../state';
import { failFirst, isWanted } from '../transfer/first';
import { LINE_EVENTS, statusUrl } from '../twiml';
import {
  agentOf,
  askedIn,
  type OfferedAgent,
  type OfferedCaller,
  readAgent,
  readCallback,
  readCaller,
} from './attributes';
import { cancelTask, rejection, rejectOffer } from './task';
import { answerUrl, offerTwiml } from './twiml';

/** TaskRouter waits 5 s for the answer. https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks */
const ANSWER_MS = 4_000;
/** Every round frees a line that a call which is over had kept, or loses a race. */
const ROUNDS = 4;
/** The phone rings for so long at most: with the time for a key it is less than the offer stands. Seconds. */
const LONGEST_RING = 25;

type Asked = Input<typeof Assignment>;

/** The offer stays open: we act on it through the REST API, or it ends of itself and the next agent is asked. */
const LATER: Reply = {};

/** An offer, with all that is known about it. */
interface Offered {
  asked: Asked;
  who: OfferedAgent;
  caller: OfferedCaller;
  /** Agent id; of a worker that nobody has signed in for, the worker's SID. */
  agent: string;
}

const ringSeconds = ({ config }: Deps): number => Math.min(config.ringSeconds.agent, LONGEST_RING);

function newOffer(deps: Deps, { asked, who, caller, agent }: Offered): OfferedCall {
  const at = deps.now().getTime();
  const { number, queued = at - (asked.TaskAge ?? 0) * 1000, ...about } = caller;
  return {
    v: 1,
    id: callId(at, deps.ids.unguessable(), agent),
    at,
    ...(who.contactUri.startsWith('client:') ? { kind: 'browser' as const } : {}),
    from: who.contactUri,
    to: number,
    conference: deps.ids.unguessable(),
    who: who.email,
    ...(about.caller === undefined ? {} : { direction: 'inbound' as const }),
    offer: {
      task: asked.TaskSid,
      reservation: asked.ReservationSid,
      worker: asked.WorkerSid,
      ...about,
      queued,
      answerBy: at + ringSeconds(deps) * 1000,
    },
  };
}

/** Rings the agent. Their line's own callbacks tell its sid: nothing is written after this request. */
async function ring(deps: Deps, ref: CallRef, call: OfferedCall): Promise<void> {
  const goesOn =
    call.kind === 'browser' ? { url: answerUrl(deps, ref) } : { twiml: offerTwiml(deps, ref, call) };
  await deps.twilio().calls.create({
    to: call.from,
    from: callerIdOf(deps, call),
    ...goesOn,
    timeout: ringSeconds(deps),
    statusCallback: statusUrl(deps, ref, 'agent'),
    statusCallbackEvent: [...LINE_EVENTS],
  });
}

/** Rings the agent, or gives the caller back when that can't be done. One request. */
async function place(deps: Deps, ref: CallRef, call: OfferedCall, revision: string): Promise<Reply> {
  try {
    await ring(deps, ref, call);
    return LATER;
  } catch (error) {
    deps.log.failure(error);
    if (maybePlaced(error) && (await findAgentLine(deps, call)).agent !== undefined) return LATER;
    // A report of the line has changed the item: it rings.
    if (!(await callsOf(deps, ref.agent).remove(LIVE, revision))) return LATER;
    if (call.offer.transfer !== undefined) return notAsked(deps, call.offer.transfer, 'unreachable');
    const status = problemOf(error).status;
    // Twilio being busy is no fault of the agent's line.
    return rejection(deps, status >= 500 || maybePlaced(error) ? undefined : 'away');
  }
}

/** Whom a colleague wanted cannot be asked: the colleague's call is told, and takes the task back. */
async function notAsked(deps: Deps, from: FromColleague, reason: Failure): Promise<Reply> {
  deps.log.note({ rejected: `The colleague cannot be asked: ${reason}.` });
  await failFirst(deps, from, reason);
  return LATER;
}

/**
 * The agent is in another call, whose end is to make them available again: notes that with the call, then gives the
 * caller back. Fails when either can't be done; TaskRouter then gives the caller back itself, and asks again.
 */
async function busy(deps: Deps, { agent, asked, caller }: Offered, { id: call }: CallState): Promise<Reply> {
  if (caller.transfer !== undefined) return notAsked(deps, caller.transfer, 'busy');
  deps.log.note({ rejected: 'The agent is in another call.' });
  const settled = await settle(deps, { agent, call }, (known) =>
    hasEnded(known) ? {} : { held: asked.WorkerSid },
  );
  if (settled?.call.held === undefined) return rejection(deps, undefined);
  try {
    await rejectOffer(deps, { task: asked.TaskSid, reservation: asked.ReservationSid }, 'inCall');
  } finally {
    // It may have ended before they were set aside for it.
    const live = await liveCall(deps, agent, call);
    if (live === undefined || hasEnded(live.call)) await backToWork(deps, asked.WorkerSid);
  }
  return LATER;
}

/** Claims the agent's line for the offer and rings them. Two requests. */
async function offer(deps: Deps, offered: Offered): Promise<Reply> {
  const { agent, asked } = offered;
  const calls = callsOf(deps, agent);
  for (let round = 0; round < ROUNDS; round += 1) {
    const call = newOffer(deps, offered);
    const ref: CallRef = { agent, call: call.id };
    const claim = await claimLine(calls, call);
    if (claim !== undefined) {
      deps.log.note({ call: call.id, agent });
      return place(deps, ref, call, claim.revision);
    }
    const item = await calls.get(LIVE);
    if (item === undefined) continue;
    if (isCoolDown(item.data)) {
      // Who has called too often may still be called.
      const over = await calls.replace(LIVE, call, item.revision, LIVE_TTL);
      if (over !== undefined) return place(deps, ref, call, over.revision);
      continue;
    }
    const there = learn(item.data, {});
    // Delivered again: it rings already, or whoever claimed has died and the offer ends of itself.
    if (there.offer?.reservation === asked.ReservationSid) return LATER;
    if (!(await clearAway(deps, agent, item, there))) return busy(deps, offered, there);
  }
  throw new Problem('conflict');
}

/** Refuses what nobody can serve; the log says why. */
async function unservable(deps: Deps, asked: Asked, reason: string): Promise<Reply> {
  deps.log.note({ rejected: reason });
  await cancelTask(deps, asked.TaskSid, reason);
  return LATER;
}

/** The customer wants to be called, and has left a message since. */
const withMessage = ({ callback, ...caller }: OfferedCaller, message: Message): OfferedCaller => ({
  ...caller,
  ...(callback === undefined ? {} : { callback: { ...callback, wanted: true } }),
  message,
});

async function decide(deps: Deps, asked: Asked): Promise<Reply> {
  deps.log.note({ task: asked.TaskSid, reservation: asked.ReservationSid, worker: asked.WorkerSid });
  const { workspaceSid } = deps.config;
  if (workspaceSid === undefined || asked.WorkspaceSid !== workspaceSid) {
    deps.log.note({ rejected: 'The task is of another workspace than WORKSPACE_SID.' });
    return rejection(deps, undefined);
  }
  const caller = readCaller(asked.TaskAttributes) ?? readCallback(asked.TaskAttributes);
  if (caller === undefined) return unservable(deps, asked, 'There is no call in the attributes of the task.');
  const barred = await barredCallback(deps, asked, caller);
  if (barred?.do === 'cancel') return unservable(deps, asked, barred.reason);
  if (barred?.do === 'give-back') return rejection(deps, undefined);
  if (barred?.do === 'nothing') return LATER;
  const offered = barred === undefined ? caller : withMessage(caller, barred.message);
  const wish = askedIn(asked.TaskAttributes);
  if (caller.transfer !== undefined && !(wish && (await isWanted(deps, wish, asked.TaskSid))))
    return unservable(deps, asked, 'The transfer was taken back.');
  const who = readAgent(asked.WorkerAttributes);
  if (who === undefined) {
    deps.log.note({ rejected: 'The attributes of the worker have no contact_uri that can be called.' });
    if (caller.transfer !== undefined) return notAsked(deps, caller.transfer, 'unreachable');
    return rejection(deps, 'away');
  }
  const agent = await agentOf(deps, who, asked.WorkerSid);
  return offer(deps, { asked, who, caller: offered, agent });
}

/**
 * TaskRouter offers a caller to an agent: rings the agent's phone, or their browser. Two requests. The offer stays open
 * until the agent takes it (`answerOffer`) or doesn't; what can't be served is given back at once, with the reason in
 * the log. Always answers within TaskRouter's 5 s, and delivered twice it rings once.
 */
export async function offerCall(deps: Deps, asked: Asked): Promise<Reply> {
  const late = new Promise<Reply>((answer) => {
    const timer = setTimeout(() => {
      deps.log.note({ late: true });
      answer(LATER);
    }, ANSWER_MS);
    timer.unref();
  });
  const work = decide(deps, asked).catch(async (error: unknown): Promise<Reply> => {
    deps.log.failure(error);
    return { instruction: 'reject' };
  });
  return Promise.race([work, late]);
}
