import type { VoiceOrder } from '../../api/taskrouter';
import { openLeg } from '../calls';
import type { Core } from '../core';
import { start } from '../program';
import { invalid, Parameters } from './parameters';

/** https://www.twilio.com/docs/api/errors/40110 and the pages that follow it. */
const ERRORS = { to: 40110, from: 40111, url: 40112, other: 40113, notPending: 40114, callback: 40158 };

/**
 * `call`: rings the worker, whose telephone then does what `url` says. The reservation stays as it is unless `accept`;
 * nothing ties the call to it after that. The task tells of the call as `worker_call_sid`. The status callback is told of
 * the end alone, however it came. https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks#initiating-call
 */
export function call(core: Core, order: VoiceOrder): void {
  const given = new Parameters(core, order);
  given.refuse(['record']);
  const to = given.worker(ERRORS.to);
  const from = given.caller(to, ERRORS.from);
  const url = given.url('url', ERRORS.url);
  if (url === undefined) throw invalid(ERRORS.url, "There is no 'url'");
  const timeout = given.timeout(ERRORS.other);
  const callback = given.url('status_callback_url', ERRORS.callback);
  if (!order.isOpen()) throw invalid(ERRORS.notPending, 'The reservation is not pending any more');
  const leg = openLeg(core, {
    from,
    to,
    direction: 'outbound-api',
    statusCallback: callback ? { url: callback, method: 'POST', events: ['completed'] } : undefined,
  });
  start(leg, { program: { source: { url: { url, method: 'POST' } } }, timeout });
  core.options.tasks?.note(order.task.sid, { worker_call_sid: leg.callSid });
  if (given.bool('accept', false) && order.isOpen()) order.accept();
}
