import { FlowFailure } from '../errors';
import { outcomeOf, within } from './ask';
import type { Widget } from './widget';

/** https://www.twilio.com/docs/studio/widget-library/http-request */
const LONGEST = 10_000;

/** Asks any web server on this machine. https://www.twilio.com/docs/studio/widget-library/http-request */
export const makeHttpRequest: Widget = {
  properties: {
    url: 'text',
    method: 'text',
    content_type: 'text',
    body: 'text',
    parameters: 'pairs',
    add_twilio_auth: 'flag',
  },
  required: ['url', 'method', 'content_type'],
  events: ['success', 'failed'],
  asks: true,
  problems: ({ properties: { method } }) =>
    method === 'GET' || method === 'POST'
      ? []
      : [{ path: 'properties/method', message: 'method must be GET or POST' }],
  lacks: ({ properties: { add_twilio_auth, content_type, body } }) => {
    if (add_twilio_auth === true) return 'the property add_twilio_auth';
    if (body && !String(content_type).startsWith('application/json'))
      return `a body of type ${String(content_type)}; give parameters, or application/json`;
    return undefined;
  },
  run: async (run) => {
    const body = run.text('body');
    const answer = await run.kernel.webhooks.request({
      purpose: 'studio request',
      url: within(run.text('url') ?? '', LONGEST),
      method: run.text('method') === 'GET' ? 'GET' : 'POST',
      params: run.pairs('parameters'),
      ...(body === undefined ? {} : { json: parsed(body) }),
      ...(run.execution.callSid ? { callSid: run.execution.callSid } : {}),
    });
    return outcomeOf(answer, 'success', 'failed');
  },
};

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FlowFailure('the body is said to be JSON, and is not, once its templates are filled in');
  }
}
