import { FlowFailure } from '../errors';
import { tag } from '../twiml';
import type { Widget } from './widget';

/** What the end of waiting leads to; a call that REST moved out of the queue is no longer the flow's. */
const AFTER: Record<string, string | undefined> = {
  bridged: 'callComplete',
  leave: 'callComplete',
  hangup: 'callFailure',
  'queue-full': 'failedToEnqueue',
  error: 'failedToEnqueue',
  'system-error': 'failedToEnqueue',
  redirected: undefined,
  'redirected-from-bridged': undefined,
};

/** Puts the caller in a queue, or before a TaskRouter workflow. https://www.twilio.com/docs/studio/widget-library/enqueue-call */
export const enqueueCall: Widget = {
  properties: {
    workflow_sid: 'text',
    queue_name: 'text',
    priority: 'whole',
    timeout: 'whole',
    task_attributes: 'text',
    wait_url: 'text',
    wait_url_method: 'text',
  },
  events: ['callComplete', 'failedToEnqueue', 'callFailure'],
  voice: true,
  problems: ({ properties: { workflow_sid, queue_name } }) =>
    Boolean(workflow_sid) === Boolean(queue_name)
      ? [{ path: 'properties', message: 'enqueue-call needs either workflow_sid or queue_name' }]
      : [],
  run: (run) => {
    const workflowSid = run.text('workflow_sid');
    const where = {
      workflowSid,
      action: run.url('enqueue'),
      waitUrl: run.text('wait_url'),
      waitUrlMethod: run.text('wait_url_method'),
    };
    if (workflowSid === undefined) return { verbs: [tag('Enqueue', where, run.text('queue_name') ?? '')] };
    const task = tag(
      'Task',
      { priority: run.whole('priority'), timeout: run.whole('timeout') },
      attributesOf(run.text('task_attributes')),
    );
    return { verbs: [tag('Enqueue', where, task)] };
  },
  back: ({ params, over }) => {
    const result = params.QueueResult ?? '';
    if (Object.hasOwn(AFTER, result)) return AFTER[result];
    return over ? 'callFailure' : 'failedToEnqueue';
  },
  hangup: 'callFailure',
};

function attributesOf(text = '{}'): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Falls through: the template gave something that is no JSON.
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new FlowFailure(`task_attributes must be a JSON object once its templates are filled in: ${text}`);
  return text;
}
