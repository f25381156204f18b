import * as v from 'valibot';
import { type Asker, type Customer, type Deps, type Input, Problem, type Success } from '../endpoint';
import { TOPIC_NAME } from '../live-state';
import { positionOf } from './position';
import type { Which } from './snapshot';

const sid = (kind: 'WT' | 'CA', what: string) => {
  const fix = `Send the SID of ${what}: ${kind} and 32 hex digits.`;
  return v.optional(v.pipe(v.string(fix), v.regex(new RegExp(`^${kind}[0-9a-f]{32}$`), fix)));
};
const TOPIC =
  'Send the topic of the task: at most 200 characters, without / \\ % ? # and control characters.';

/** Input of /queue/get-queue-position: one of the three. */
export const GetPosition = () =>
  v.object({
    taskSid: sid('WT', 'the task'),
    callSid: sid('CA', 'the call that the task is about'),
    topic: v.optional(v.pipe(v.string(TOPIC), v.regex(TOPIC_NAME, TOPIC))),
  });

/** The one name that was sent. Throws `invalid_input` when there are more of them, or none. */
function oneOf(input: Input<typeof GetPosition>): Which {
  const names = ['taskSid', 'callSid', 'topic'] as const;
  const given = names.filter((name) => input[name] !== undefined);
  if (given.length !== 1) {
    const fix = 'Send one of taskSid, callSid and topic.';
    const [problem, fields] =
      given.length === 0 ? (['missing', names] as const) : (['wrong', given] as const);
    throw new Problem('invalid_input', { fields: fields.map((field) => ({ field, problem, fix })) });
  }
  const { taskSid, callSid, topic } = input;
  if (taskSid !== undefined) return { taskSid };
  // A task that has no topic of its own is called by its SID.
  if (topic !== undefined) return /^WT[0-9a-f]{32}$/.test(topic) ? { taskSid: topic } : { topic };
  return { callSid: callSid ?? '' };
}

/** Whether that is the customer's own task, told by their token alone. */
function isOwn({ taskSid, callSid, topic }: Customer, which: Which): boolean {
  if ('taskSid' in which) return which.taskSid === taskSid;
  return 'callSid' in which ? which.callSid === callSid : which.topic === topic;
}

/**
 * Where a task stands in its queue. An agent or supervisor may ask for any task, a customer for their own.
 * Fails with `forbidden` for another one, with `not_found` when there is none.
 */
export async function showPosition(
  deps: Deps,
  input: Input<typeof GetPosition>,
  asker: Asker,
): Promise<Success> {
  const asked = oneOf(input);
  let which = asked;
  if (asker.kind === 'customer') {
    const { customer } = asker;
    if (!isOwn(customer, asked))
      throw new Problem('forbidden', { fix: 'Ask for the task that the token was made for.' });
    // A later task of the same topic or call is not theirs.
    which = { taskSid: customer.taskSid };
  }
  const data = await positionOf(deps, which);
  const [field] = Object.keys(asked);
  if (data === undefined)
    throw new Problem('not_found', {
      ...(field === undefined ? {} : { field }),
      fix: 'Ask for a task that waits or was finished in the last five minutes.',
    });
  return { message: data.waiting ? 'It waits.' : 'It does not wait any more.', data };
}
