import type { VoiceOrder } from '../../api/taskrouter';
import type { Core } from '../core';
import { runOn } from '../program';
import { invalid, Parameters } from './parameters';

/** https://www.twilio.com/docs/api/errors/40121 and the pages around it. */
const ERRORS = { url: 40120, noCallSid: 40121, notInProgress: 40122, notPending: 40123 };

/**
 * `redirect`: a call that waits gets other TwiML. Its task stays, accepted or not, and is the application's to end.
 * https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks#redirecting-call
 */
export function redirect(core: Core, order: VoiceOrder): void {
  const given = new Parameters(core, order);
  const sid = given.text('call_sid');
  if (sid === undefined) throw invalid(ERRORS.noCallSid, "There is no 'call_sid'");
  const leg = core.legs.get(sid);
  if (!leg?.answered) throw invalid(ERRORS.notInProgress, `The call ${sid} is not in progress`);
  const url = given.url('url', ERRORS.url);
  if (url === undefined) throw invalid(ERRORS.url, "There is no 'url'");
  const activity = given.activity(ERRORS.notInProgress);
  if (!order.isOpen()) throw invalid(ERRORS.notPending, 'The reservation is not pending any more');
  if (given.bool('accept', false)) {
    order.accept();
    if (activity) leg.watch({ ended: () => order.moveWorker(activity) });
  }
  const queued = core.queued.get(leg.callSid);
  if (queued) queued.taskIsKept = true;
  runOn(leg, { source: { url: { url, method: 'POST' } } });
}
