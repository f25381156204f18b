import { readFileSync } from 'node:fs';
import { ProxyAgent, request } from 'undici';
import { OUR_NUMBER } from './caller';
import type { World } from './world';

/** What stands for the placeholders of `studio/inbound.json`, where a test wants something else. */
type Placeholders = Record<string, string>;

const sid = (kind: string): string => `${kind}${'1'.repeat(32)}`;

/** The flow's definition, filled in. */
export function inboundFlow(world: World, more: Placeholders = {}): string {
  const values: Placeholders = {
    DOMAIN: world.local.app.domain,
    WORKFLOW_SID: world.local.settings.WORKFLOW_SID ?? '',
    SERVICE_SID: sid('ZS'),
    ENVIRONMENT_SID: sid('ZE'),
    HOURS_FUNCTION_SID: sid('ZH'),
    TASK_FUNCTION_SID: sid('ZH'),
    ...more,
  };
  const text = readFileSync('studio/inbound.json', 'utf8');
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`studio/inbound.json has a placeholder ${name} that nobody fills in`);
    return value;
  });
}

/** Publishes the flow, and has the account's number answered by it. */
export async function answerByFlow(world: World, more: Placeholders = {}): Promise<void> {
  const { emulator } = world.local;
  const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token } = emulator.environment();
  const dispatcher = new ProxyAgent({
    uri: emulator.proxyUrl,
    requestTls: { ca: readFileSync(emulator.caFile) },
  });
  const rest = async <T>(method: 'GET' | 'POST', url: string, form?: Record<string, string>): Promise<T> => {
    const { statusCode, body } = await request(url, {
      method,
      dispatcher,
      headers: {
        authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: form === undefined ? null : new URLSearchParams(form).toString(),
    });
    const answer = await body.text();
    if (statusCode >= 400) throw new Error(`${method} ${url}: ${statusCode} ${answer}`);
    return JSON.parse(answer) as T;
  };
  try {
    const flow = await rest<{ webhook_url: string; valid: boolean }>(
      'POST',
      'https://studio.twilio.com/v2/Flows',
      { FriendlyName: 'Inbound', Status: 'published', Definition: inboundFlow(world, more) },
    );
    const numbers = `https://api.twilio.com/2010-04-01/Accounts/${account}/IncomingPhoneNumbers`;
    const { incoming_phone_numbers: owned } = await rest<{
      incoming_phone_numbers: { sid: string; phone_number: string }[];
    }>('GET', `${numbers}.json`);
    const number = owned.find(({ phone_number }) => phone_number === OUR_NUMBER);
    await rest('POST', `${numbers}/${number?.sid}.json`, { VoiceUrl: flow.webhook_url });
  } finally {
    await dispatcher.close();
  }
}
