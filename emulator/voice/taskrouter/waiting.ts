import { TwilioError } from '../../api/rest';
import type { VoiceOrder } from '../../api/taskrouter';
import type { Core } from '../core';
import type { QueuedCall } from '../queue/queued-call';
import { invalid } from './parameters';

/** The caller that an order is about: the call of its task, which must wait in a queue. */
export function waitingCall(core: Core, order: VoiceOrder, code: number): QueuedCall {
  const call = [...core.queued.values()].find(({ record }) => record.taskSid === order.task.sid);
  if (call) return call;
  throw invalid(code, `The task ${order.task.sid} is no call that waits in a queue`);
}

/** The number the caller dialled, which a worker is shown unless the application says otherwise. */
export const dialled = (call: QueuedCall): string =>
  call.leg.direction === 'inbound' ? call.leg.to : call.leg.from;

/** Ends what TaskRouter ends by itself after a conversation, unless the application has done so already. */
export function afterwards(order: VoiceOrder, activity: string | undefined, end: () => void): void {
  // First the activity: whoever has work to do afterwards is not to be offered the next task before it.
  if (activity) order.moveWorker(activity);
  try {
    end();
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
  }
}
