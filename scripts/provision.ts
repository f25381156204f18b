import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import twilio, { type Twilio } from 'twilio';
import { ensureApiKey } from '../provision/api-key';
import { apply } from '../provision/apply';
import { adoptCallerId } from '../provision/caller-id';
import { readVariables, setVariables } from '../provision/env-file';
import { answerNumber } from '../provision/inbound-number';
import { describe } from '../provision/resource';
import { REDELIVER, resources } from '../provision/resources';
import { applyFlow, deployedAt } from '../provision/studio-flow';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run provision -- apply [--env .env] [--domain name-1234-dev.twil.io]';

/** What follows an option; undefined without the option. */
export function option(args: string[], name: string, usage = USAGE): string | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = args[at + 1];
  if (!value || value.startsWith('--')) throw new UserError(`${name} needs a value. ${usage}`);
  return value;
}

/** The domain of the functions, without what people paste around it. */
function domainFrom(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const domain = text.replace(/^https:\/\//, '').replace(/\/$/, '');
  if (!/^([a-z0-9-]+\.)+[a-z]{2,}$/i.test(domain))
    throw new UserError(`--domain should be a name like cordboard-1234-dev.twil.io. ${USAGE}`);
  return domain.toLowerCase();
}

/**
 * The account's client: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, else ACCOUNT_SID and AUTH_TOKEN in the file. Throws a
 * `UserError` when there are none.
 */
export function clientFor(file: string, present: Record<string, string>): Twilio {
  const account = process.env.TWILIO_ACCOUNT_SID ?? present.ACCOUNT_SID;
  const token = process.env.TWILIO_AUTH_TOKEN ?? present.AUTH_TOKEN;
  if (!account || !token) {
    throw new UserError(
      `Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or ACCOUNT_SID and AUTH_TOKEN in ${file}.`,
    );
  }
  return twilio(account, token, { autoRetry: true, maxRetries: 5 });
}

/** What stands in an .env file; nothing when there is no such file. */
export const variablesIn = async (file: string): Promise<Record<string, string>> =>
  existsSync(file) ? readVariables(await readFile(file, 'utf8')) : {};

/**
 * Makes the account hold what Cordboard needs and writes the SIDs and secrets into the file, whose other lines stay. Safe
 * to run again after it ended anywhere. `domain`: where the functions are, once they are deployed.
 */
export async function applyTo(client: Twilio, file: string, domain: string | undefined): Promise<void> {
  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  const present = readVariables(before);
  const { outputs } = await apply(client, resources(domain), (action) => console.log(describe(action)));
  const caller = await adoptCallerId(client, present.CALLER_ID);
  if ('number' in caller) outputs.CALLER_ID = caller.number;
  if (domain !== undefined)
    await answerCalls(client, { domain, workflowSid: outputs.WORKFLOW_SID ?? '', number: outputs.CALLER_ID });
  if (!present.JWT_SECRET) outputs.JWT_SECRET = randomBytes(32).toString('base64url');

  // Last before it is written: a key whose secret is not kept is of no use.
  const key = await ensureApiKey(client, { sid: present.API_KEY_SID, secret: present.API_KEY_SECRET });
  console.log(`${key.created ? '+ create' : '= same  '}  API key "Cordboard"`);
  outputs.API_KEY_SID = key.sid;
  outputs.API_KEY_SECRET = key.secret;

  const after = setVariables(before, outputs);
  if (after !== before) {
    if (before) await copyFile(file, `${file}.backup`);
    await writeFile(file, after, { mode: 0o600 });
    console.log(`Wrote ${Object.keys(outputs).join(', ')} to ${file}.`);
  }
  if ('problem' in caller) throw new UserError(caller.problem);
}

/**
 * `npm run provision -- apply`: makes the account hold what Cordboard needs and writes the SIDs into the .env file.
 * With --domain, calls and events are sent to the functions there: run it again after the first deploy.
 */
export async function main(args: string[]): Promise<void> {
  if (args[0] !== 'apply') throw new UserError(`${args[0] ? `There is no "${args[0]}" yet. ` : ''}${USAGE}`);
  // Not "--env-file": Node 20 takes that one for its own, wherever it stands.
  const file = option(args, '--env') ?? '.env';
  const domain = domainFrom(option(args, '--domain'));
  await applyTo(clientFor(file, await variablesIn(file)), file, domain);
}

/** What answers calls: the Studio flow, and should that fail, the functions alone. */
export async function answerCalls(
  client: Twilio,
  { domain, workflowSid, number }: { domain: string; workflowSid: string; number: string | undefined },
): Promise<void> {
  const deployed = await deployedAt(client, domain);
  const flow = await applyFlow(client, {
    domain,
    workflowSid,
    ...(deployed === undefined ? {} : { deployed }),
  });
  const lines = { create: '+ create ', update: '~ update ', same: '= same   ' };
  console.log(`${lines[flow.kind]} Studio flow "Cordboard"`);
  if (number === undefined) return;
  const voiceFallbackUrl = `https://${domain}/voice/inbound${REDELIVER}`;
  const done = await answerNumber(client, number, { voiceUrl: flow.webhookUrl, voiceFallbackUrl }, [
    flow.webhookUrl,
  ]);
  const ending = number.slice(-4);
  if (done === 'foreign')
    console.log(
      `! left    number …${ending}: something else answers it. To have Cordboard answer, set its voice URL to ${flow.webhookUrl}`,
    );
  else
    console.log(
      `${done === 'set' ? lines.update : lines.same} number …${ending}: calls go to the Studio flow`,
    );
}
