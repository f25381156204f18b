import * as v from 'valibot';
import {
  type CustomerClaims,
  type Deps,
  type Input,
  Problem,
  type Reply,
  signToken,
  tokenContext,
} from '../endpoint';
import { readTask } from '../queue';
import type { CustomerTokenAnswer } from './contract';

/** No call lasts longer. Seconds. https://www.twilio.com/docs/voice/api/call-resource */
export const CUSTOMER_SECONDS = 4 * 3600;

const sid = (kind: 'WT' | 'CA', what: string) => {
  const fix = `Send the SID of ${what}: ${kind} and 32 hex digits.`;
  return v.optional(v.pipe(v.string(fix), v.regex(new RegExp(`^${kind}[0-9a-f]{32}$`), fix)));
};

/** Input of /task/get-customer-token: one of the two. */
export const CustomerTokenInput = () =>
  v.object({ taskSid: sid('WT', 'the task'), callSid: sid('CA', 'the call that the task is about') });

function oneOf({ taskSid, callSid }: Input<typeof CustomerTokenInput>) {
  if (taskSid !== undefined && callSid === undefined) return { taskSid };
  if (callSid !== undefined && taskSid === undefined) return { callSid };
  const problem = taskSid === undefined ? 'missing' : 'wrong';
  const fields = ['taskSid', 'callSid'].map((field) => ({
    field,
    problem,
    fix: 'Send either taskSid or callSid.',
  }));
  throw new Problem('invalid_input', { fields });
}

/**
 * A token for the customer of a task: with it they learn where they stand, and follow the topic of their task, and
 * nothing else. Given to whoever signs as Twilio does, to be handed on; never to the customer for the asking.
 * One request. Fails with `not_found` for a task that isn't known or is over.
 */
export async function giveCustomerToken(deps: Deps, input: Input<typeof CustomerTokenInput>): Promise<Reply> {
  const which = oneOf(input);
  const [field = 'taskSid'] = Object.keys(which);
  const task = await readTask(deps, which);
  if (task === undefined || task.isOver)
    throw new Problem('not_found', { field, fix: 'Ask for a task that waits or is being served.' });
  deps.log.note({ task: task.sid });
  const claims: CustomerClaims = {
    // Where the attributes name a topic that can't be, there is no document to follow.
    topic: task.topicName ?? task.sid,
    ...(task.callSid === undefined ? {} : { callSid: task.callSid }),
  };
  const context = tokenContext(deps);
  const answer: CustomerTokenAnswer = {
    token: signToken(
      context,
      'customer',
      { ...claims, sub: task.sid, jti: deps.ids.unguessable() },
      CUSTOMER_SECONDS,
    ),
    expiresAt: new Date((Math.floor(context.now.getTime() / 1000) + CUSTOMER_SECONDS) * 1000).toISOString(),
  };
  return answer;
}
