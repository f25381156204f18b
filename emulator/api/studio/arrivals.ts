import type { Account, Kernel } from '../../product';
import type { WebhookAnswer } from '../../webhooks';
import type { Flows } from './flows';
import type { Runner } from './runner';
import { WEBHOOK_HOST } from './views';

/** A request to the address of a flow, its query and form together. */
export interface Arrival {
  url: URL;
  params: Record<string, string>;
}

const PATH = /^\/v1\/Accounts\/(AC[0-9a-f]{32})\/Flows\/(FW[0-9a-f]{32})$/i;

/**
 * Answers what comes to `webhooks.twilio.com`: calls whose number has a flow's address as its voice URL, and what the
 * TwiML of a flow leads back to. What cannot be answered is a violation, and says why in words.
 */
export class Arrivals {
  constructor(
    private readonly kernel: Kernel,
    private readonly account: Account,
    private readonly flows: Flows,
    private readonly runner: Runner,
  ) {}

  async answer({ url, params }: Arrival): Promise<WebhookAnswer> {
    const [, accountSid, flowSid = ''] = PATH.exec(url.pathname) ?? [];
    if (accountSid !== this.account.sid)
      return this.#refuse(
        404,
        `${WEBHOOK_HOST}${url.pathname} is no address of a flow of this account`,
        params,
      );
    if (!this.flows.find(flowSid)) return this.#refuse(404, `There is no flow ${flowSid}`, params);
    const flow = this.flows.published(flowSid);
    if (!flow)
      return this.#refuse(404, `Flow ${flowSid} is a draft: only a published flow takes calls`, params);
    const { FlowEvent: event, Step: step, ...rest } = params;
    const callSid = params.CallSid;
    if (callSid === undefined)
      return this.#refuse(
        501,
        'The emulator runs flows on calls; add incoming messages in emulator/api/studio/arrivals.ts',
        params,
      );
    return this.runner.answer(flow, { callSid, event, step, params: rest });
  }

  #refuse(status: number, message: string, { CallSid }: Record<string, string>): WebhookAnswer {
    this.kernel.timeline.violation(`Studio: ${message}`, { status }, CallSid);
    return { status, contentType: 'text/plain', body: message, errorCode: 11200 };
  }
}
