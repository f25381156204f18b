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

type Rest = <T>(method: 'GET' | 'POST', url: string, form?: Record<string, string>) => Promise<T>;

/** Acts with the account's credentials. */
async function withAccount(world: World, act: (rest: Rest, account: string) => Promise<void>): Promise<void> {
  const { emulator } = world.local;
  const { TWILIO_ACCOUNT_SID: account = '', TWILIO_AUTH_TOKEN: token } = emulator.environment();
  const dispatcher = new ProxyAgent({
    uri: emulator.proxyUrl,
    requestTls: { ca: readFileSync(emulator.caFile) },
  });
  const rest: Rest = async <T>(method: 'GET' | 'POST', url: string, form?: Record<string, string>) => {
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
    await act(rest, account);
  } finally {
    await dispatcher.close();
  }
}

async function answerAt(rest: Rest, account: string, voiceUrl: string): Promise<void> {
  const numbers = `https://api.twilio.com/2010-04-01/Accounts/${account}/IncomingPhoneNumbers`;
  const { incoming_phone_numbers: owned } = await rest<{
    incoming_phone_numbers: { sid: string; phone_number: string }[];
  }>('GET', `${numbers}.json`);
  const number = owned.find(({ phone_number }) => phone_number === OUR_NUMBER);
  await rest('POST', `${numbers}/${number?.sid}.json`, { VoiceUrl: voiceUrl });
}

/** Publishes the flow, and has the account's number answered by it. */
export const answerByFlow = (world: World, more: Placeholders = {}): Promise<void> =>
  withAccount(world, async (rest, account) => {
    const form = { FriendlyName: 'A test', Status: 'published', Definition: inboundFlow(world, more) };
    const flow = await rest<{ webhook_url: string }>('POST', 'https://studio.twilio.com/v2/Flows', form);
    await answerAt(rest, account, flow.webhook_url);
  });

/** Has the account's number answered by the functions, without Studio. */
export const answerByFunctions = (world: World): Promise<void> =>
  withAccount(world, (rest, account) =>
    answerAt(rest, account, `https://${world.local.app.domain}/voice/inbound`),
  );
