import { type Caller, type Deps, Problem, type Success } from '../../endpoint';
import { findWorkerOf } from '../../workers';
import { LONGEST_NAME } from '../control/add';
import { createTask } from '../inbound/task';
import {
  type AskedColleague,
  type CallState,
  customerSid,
  isWanted as isStillWanted,
  isUnderWay,
  learn,
} from '../state';
import { openForTransfer, type Target } from './begin';

/** As long as an offer stands. Seconds. */
const ASKED_SECONDS = 45;

/** A colleague as TaskRouter knows them. */
interface Colleague {
  email: string;
  contactUri: string;
}

/** The colleague, if work is given to them now. One request. Throws `not_found`, `colleague_unavailable`. */
async function available(deps: Deps, agentId: string): Promise<Colleague> {
  const worker = await findWorkerOf(deps, agentId);
  if (worker === undefined)
    throw new Problem('not_found', { field: 'agentId', problem: 'There is no such colleague.' });
  const { contact_uri: contactUri, email = worker.name } = worker.attributes;
  if (!worker.available || typeof contactUri !== 'string' || contactUri === '')
    throw new Problem('colleague_unavailable', { field: 'agentId', activity: worker.activity });
  return { email: String(email).slice(0, LONGEST_NAME), contactUri };
}

/** The transfer that is asked for, and how the call is with it: kept by whoever first hears of the task. */
function wish(call: CallState, { at, id: by, kind, to, whom: agent }: AskedColleague): CallState {
  return learn(call, { transfer: { at, by, kind, target: 'colleague', to, agent } });
}

/**
 * Asks a colleague to take the customer over: by a task that is for them alone, so that they are rung like for every
 * other caller and have the customer's task after it. TaskRouter's word of the task begins it (`colleagueAsked`): of two
 * clicks one task counts, and until there is one nothing has changed for anybody. Three requests.
 */
export async function toColleague(
  deps: Deps,
  input: { callId: string; agent?: string | undefined },
  caller: Caller,
  kind: Target['kind'],
  agentId: string,
): Promise<Success> {
  const { workflowSid } = deps.config;
  if (workflowSid === undefined) throw new Problem('not_configured', { field: 'agentId' });
  const { call, ref, answer } = await openForTransfer(deps, caller, input);
  if (agentId === ref.agent)
    throw new Problem('conflict', { field: 'agentId', problem: 'It is their own call.' });
  if (isUnderWay(call)) {
    const { transfer } = call;
    if (transfer?.agent === agentId && transfer.kind === kind)
      return answer('They are being asked already.', call);
    throw new Problem('transfer_under_way', { field: 'callId' });
  }
  const { email: to, contactUri } = await available(deps, agentId);
  const isThere = Object.values(call.others ?? {}).some((other) => isStillWanted(other) && other.who === to);
  if (isThere) throw new Problem('conflict', { field: 'agentId', problem: 'They are in this call already.' });
  deps.log.note({ transfer: kind, colleague: agentId });
  const { reason, language, name } = call.offer ?? {};
  const { failed, canceled } = call.transfer ?? {};
  const asked: AskedColleague = {
    by: call.who.slice(0, LONGEST_NAME),
    kind,
    agent: ref.agent,
    call: ref.call,
    id: deps.ids.unguessable().slice(0, 8),
    // Later than the end of the one before, whatever the clock says.
    at: Math.max(deps.now().getTime(), (failed?.at ?? 0) + 1, (canceled ?? 0) + 1),
    to,
    whom: agentId,
  };
  await createTask(deps, {
    workflowSid,
    timeout: ASKED_SECONDS,
    attributes: {
      call_sid: customerSid(call),
      from: call.to,
      to: call.callerId ?? deps.config.callerId,
      ...(reason === undefined ? {} : { reason, skill: reason }),
      ...(language === undefined ? {} : { language }),
      ...(name === undefined ? {} : { name }),
      selected_contact_uri: contactUri,
      transfer: asked,
    },
  });
  return answer('They are being asked.', wish(call, asked), undefined, 202);
}
