import { outcomeOf, within } from './ask';
import type { Widget } from './widget';

/** A function has this long, ms. https://www.twilio.com/docs/studio/widget-library/run-function */
const LONGEST = 10_000;

/** Asks a function, by a signed POST with its parameters. https://www.twilio.com/docs/studio/widget-library/run-function */
export const runFunction: Widget = {
  properties: {
    url: 'text',
    parameters: 'pairs',
    service_sid: 'text',
    environment_sid: 'text',
    function_sid: 'text',
  },
  required: ['url'],
  events: ['success', 'fail'],
  asks: true,
  run: async (run) => {
    const answer = await run.kernel.webhooks.request({
      purpose: 'studio function',
      url: within(run.text('url') ?? '', LONGEST),
      method: 'POST',
      params: run.pairs('parameters'),
      ...(run.execution.callSid ? { callSid: run.execution.callSid } : {}),
    });
    return outcomeOf(answer, 'success', 'fail');
  },
};
