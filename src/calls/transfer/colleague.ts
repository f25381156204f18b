import { type Caller, type Deps, Problem, type Success } from '../../endpoint';
import { findWorkerOf } from '../../workers';
import { LONGEST_NAME } from '../control/add';
import { createTask } from '../inbound/task';
import { customerSid, type FromColleague, isWanted } from '../state';
import { claimTransfer, failed, openForTransfer, prepared, type Target } from './begin';

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

/**
 * Asks a colleague to take the customer over: by a task that is for them alone, so that they are rung like for every
 * other caller and have the customer's task after it. Six requests, two of them at once.
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
  const found = await openForTransfer(deps, caller, input);
  const { ref, answer } = found;
  if (agentId === ref.agent)
    throw new Problem('conflict', { field: 'agentId', problem: 'It is their own call.' });
  const { email, contactUri } = await available(deps, agentId);
  const isThere = Object.values(found.call.others ?? {}).some(
    (other) => isWanted(other) && other.who === email,
  );
  const goesOn = found.call.transfer?.agent === agentId;
  if (isThere && !goesOn)
    throw new Problem('conflict', { field: 'agentId', problem: 'They are in this call already.' });
  const wanted: Target = { kind, target: 'colleague', to: email, agent: agentId };
  const begun = await claimTransfer(deps, found, wanted);
  const { call, transfer, mine } = begun;
  if (!mine) return answer('They are being asked already.', call);
  deps.log.note({ transfer: kind, colleague: agentId });
  await prepared(deps, found, begun);
  const { reason, language, name } = call.offer ?? {};
  const from: FromColleague = {
    by: call.who.slice(0, LONGEST_NAME),
    kind,
    agent: ref.agent,
    call: ref.call,
    id: transfer.by,
  };
  try {
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
        transfer: from,
      },
    });
  } catch (error) {
    // If there is a task all the same, it finds that nobody wants it any more.
    await failed(deps, found, transfer.by, error);
  }
  return answer('They are being asked.', call, undefined, 202);
}
