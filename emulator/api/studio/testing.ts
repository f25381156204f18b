import type twilio from 'twilio';
import type { DeviceLeg } from '../../voice/device';
import { OWNED, SITE, type World, world } from '../../voice/testing';
import { sdk } from '../testing';
import { createStudio, type Studio, WEBHOOK_HOST } from '.';
import type { WidgetState } from './entities';

export const CALLER = '+14155550101';

/** A widget: what it leads to by event, and its properties. */
export const widget = (
  name: string,
  type: string,
  properties: Record<string, unknown> = {},
  next: Record<string, string | undefined> = {},
): WidgetState => ({
  name,
  type,
  properties,
  transitions: Object.entries(next).map(([event, to]) =>
    to === undefined ? { event } : { event, next: to },
  ),
});

/** A flow that begins with the first of these widgets, for calls and for REST. */
export const flowOf = (...states: WidgetState[]) => ({
  description: 'A test flow',
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
  states: [
    widget('Trigger', 'trigger', {}, { incomingCall: states[0]?.name, incomingRequest: states[0]?.name }),
    ...states,
  ],
});

/** Says a text, then goes on. */
export const say = (name: string, text: string, next?: string): WidgetState =>
  widget(name, 'say-play', { say: text }, { audioComplete: next });

/** Voice and Studio together, and a number that a flow answers. */
export interface StudioWorld extends World {
  studio: Studio;
  client: twilio.Twilio;
  /** Publishes a flow of these widgets and gives the account's number to it. */
  publish(...states: WidgetState[]): Promise<string>;
  /** Calls the number from `CALLER`. */
  call(): Promise<DeviceLeg>;
  /** The execution that began last: its transitions, oldest first, as `widget → widget (event)`. */
  path(flowSid: string): Promise<string[]>;
  /** What Liquid sees in the execution that began last. */
  context(flowSid: string): Promise<Record<string, unknown>>;
  /** The TwiML that the call was given, newest last. */
  documents(): string[];
}

/** In memory; everything in it moves by `pass` alone. */
export function studioWorld(): StudioWorld {
  const w = world();
  const studio = createStudio(w.kernel);
  const { webhooks } = w.kernel;
  const plain = webhooks.request.bind(webhooks);
  webhooks.request = async (webhook) => {
    const url = new URL(webhook.url);
    if (url.host !== WEBHOOK_HOST) return plain(webhook);
    webhooks.sent.push(webhook);
    const answer = await studio.answer({
      url,
      params: { ...Object.fromEntries(url.searchParams), ...webhook.params },
    });
    return answer.status < 300 ? answer : { ...answer, errorCode: 11200 };
  };
  webhooks.notify = (webhook) => void webhooks.request(webhook);
  const client = sdk(w.kernel, [w.voice.product, studio]);
  const newest = async (flowSid: string) => {
    const [execution] = await client.studio.v2.flows(flowSid).executions.list({ limit: 1 });
    if (!execution) throw new Error('the flow has not been executed');
    return client.studio.v2.flows(flowSid).executions(execution.sid);
  };
  return {
    ...w,
    studio,
    client,
    publish: async (...states) => {
      const flow = await client.studio.v2.flows.create({
        friendlyName: 'Test',
        status: 'published',
        definition: flowOf(...states),
      });
      const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OWNED });
      await client.incomingPhoneNumbers(number?.sid ?? '').update({ voiceUrl: flow.webhookUrl });
      return flow.sid;
    },
    call: async () => {
      const line = w.voice.engine.placeCall(w.phone(CALLER), OWNED);
      await w.pass(0.1);
      return line;
    },
    path: async (flowSid) => {
      const steps = await (await newest(flowSid)).steps.list();
      return steps
        .reverse()
        .map(
          ({ transitionedFrom, transitionedTo, name }) => `${transitionedFrom} → ${transitionedTo} (${name})`,
        );
    },
    context: async (flowSid) => (await (await newest(flowSid)).executionContext().fetch()).context,
    documents: () => w.events('twiml').map(({ data }) => String(data?.twiml)),
  };
}

export { OWNED, SITE };
