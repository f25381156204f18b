import type { VoiceOrder } from '../../api/taskrouter';
import { openLeg } from '../calls';
import { type Core, until } from '../core';
import { CALL_EVENTS } from '../model';
import { invalid, Parameters } from './parameters';
import { afterwards, dialled, waitingCall } from './waiting';

/** https://www.twilio.com/docs/api/errors/40130 and the pages around it. */
const ERRORS = {
  activity: 40130,
  to: 40131,
  from: 40132,
  other: 40133,
  events: 40134,
  notPending: 40135,
  notQueued: 40140,
  callback: 40157,
};

/**
 * `dequeue`: rings the worker and connects the caller with whoever answers, which is when the reservation is accepted. The
 * call to the worker ends with the caller's, and with the reservation. When they have talked, the task is complete and the
 * worker goes to the activity for after the work; a worker who cannot be reached has the reservation canceled.
 * https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks#dequeue-call
 */
export function dequeue(core: Core, order: VoiceOrder): void {
  const given = new Parameters(core, order);
  given.refuse(['record']);
  const queued = waitingCall(core, order, ERRORS.notQueued);
  const to = given.worker(ERRORS.to);
  const from = given.caller(to, ERRORS.from, dialled(queued));
  const timeout = given.timeout(ERRORS.other);
  const url = given.url('status_callback_url', ERRORS.callback);
  const callback =
    url === undefined ? undefined : { url: withCall(url, queued.leg.callSid), method: 'GET' as const };
  const events =
    'status_callback_events' in order.parameters ? 'status_callback_events' : 'status_callback_event';
  const activity = given.activity(ERRORS.activity);
  const statusCallback = given.events(callback, events, CALL_EVENTS, ['completed'], ERRORS.events);
  if (!order.isOpen()) throw invalid(ERRORS.notPending, 'The reservation is not pending any more');

  const leg = openLeg(core, { from, to, direction: 'outbound-api', statusCallback });
  let talked = false;
  queued.onceGone.add(() => {
    if (!leg.answered) leg.end('canceled', 'twilio');
  });
  leg.watch({
    answered: () =>
      leg.occupy(async (signal) => {
        // Answered at the moment the caller hung up, or the reservation ran out: nobody is there.
        if (!core.queued.has(queued.leg.callSid) || !order.isOpen()) return;
        talked = true;
        order.accept();
        await until(signal, (done) => {
          queued.release({ how: 'bridge', to: leg, signal, over: () => done() });
          return () => undefined;
        });
      }),
    ended: () => {
      if (!talked) {
        if (order.isOpen()) order.cancel();
        return;
      }
      afterwards(order, activity, () => order.complete('hangup'));
    },
  });
  core.options.tasks?.note(order.task.sid, { worker_call_sid: leg.callSid });
  leg.after(0, () => leg.dial(timeout));
}

/** The status callbacks name the call that made the task. */
function withCall(url: string, callSid: string): string {
  const full = new URL(url);
  full.searchParams.set('taskCallSid', callSid);
  return full.href;
}
