import type { Kernel, Product } from '../../product';
import type { WebhookAnswer } from '../../webhooks';
import { type Arrival, Arrivals } from './arrivals';
import { Executions } from './executions';
import { Flows } from './flows';
import { Templates } from './liquid';
import { executionRoutes } from './routes/executions';
import { flowRoutes } from './routes/flows';
import { stepRoutes } from './routes/steps';
import { Runner } from './runner';

export { WEBHOOK_HOST } from './views';

/** Statuses a call does not come back from. */
const OVER = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

/** Studio v2: its REST, and the flows as they run. */
export interface Studio extends Product {
  /** A request that came to `webhooks.twilio.com`. Never rejects. */
  answer(arrival: Arrival): Promise<WebhookAnswer>;
}

/**
 * Twilio Studio (https://www.twilio.com/docs/studio/rest-api/v2). A flow runs as TwiML: the call asks the flow's address,
 * does what it answers, and comes back. That the call is over is seen on the timeline, so voice knows nothing of flows.
 */
export function createStudio(kernel: Kernel): Studio {
  const { account } = kernel;
  const flows = new Flows(kernel);
  const executions = new Executions(kernel);
  const templates = new Templates(kernel.clock);
  const runner = new Runner(kernel, flows, executions, templates);
  const arrivals = new Arrivals(kernel, account, flows, runner);
  const room = { account, flows, executions, templates, runner };
  const deaf = kernel.timeline.subscribe(({ kind, callSid, data }) => {
    if (kind === 'call' && callSid !== undefined && OVER.includes(String(data?.status)))
      runner.callEnded(callSid);
  });
  return {
    name: 'studio',
    routes: [...flowRoutes(room), ...executionRoutes(room), ...stepRoutes(room)],
    answer: (arrival) => arrivals.answer(arrival),
    restored: () => runner.restored(),
    stop: deaf,
  };
}
