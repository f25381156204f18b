import { tag } from '../twiml';
import type { Widget } from './widget';

/** Four hours, in seconds: how long Studio waits for the call, unless the widget says. */
const LONGEST = 14_400;

/**
 * Hands the call to other TwiML, which gives it back by `<Redirect>`ing to the flow with `?FlowEvent=return`; what else it
 * sends there becomes the widget's. https://www.twilio.com/docs/studio/widget-library/twiml-redirect
 */
export const addTwimlRedirect: Widget = {
  properties: { url: 'text', method: 'text', timeout: 'text' },
  required: ['url'],
  events: ['return', 'timeout', 'fail'],
  voice: true,
  problems: ({ properties: { timeout, method } }) => [
    ...(timeout === undefined || (/^\d+$/.test(String(timeout)) && Number(timeout) <= LONGEST)
      ? []
      : [{ path: 'properties/timeout', message: `timeout must be 0 to ${LONGEST} seconds` }]),
    ...(method === undefined || method === 'GET' || method === 'POST'
      ? []
      : [{ path: 'properties/method', message: 'method must be GET or POST' }]),
  ],
  run: (run) => {
    const url = run.text('url') ?? '';
    if (!URL.canParse(url) || !/^https?:/.test(url)) return { event: 'fail' };
    return { verbs: [tag('Redirect', { method: run.text('method') }, url)] };
  },
  back: () => 'return',
  patience: (run) => Number(run.text('timeout') ?? LONGEST),
};
