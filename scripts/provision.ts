import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import twilio from 'twilio';
import { ensureApiKey } from '../provision/api-key';
import { apply } from '../provision/apply';
import { adoptCallerId } from '../provision/caller-id';
import { readVariables, setVariables } from '../provision/env-file';
import { answerNumber } from '../provision/inbound-number';
import { describe } from '../provision/resource';
import { REDELIVER, resources } from '../provision/resources';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run provision -- apply [--env .env] [--domain name-1234-dev.twil.io]';

/** What follows an option; undefined without the option. */
function option(args: string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = args[at + 1];
  if (!value || value.startsWith('--')) throw new UserError(`${name} needs a value. ${USAGE}`);
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
 * `npm run provision -- apply`: makes the account hold what Cordboard needs and writes the SIDs into the .env file.
 * With --domain, calls from browsers are sent to the functions there: run it again after the first deploy.
 * The account is the one in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or ACCOUNT_SID and AUTH_TOKEN in the file).
 */
export async function main(args: string[]): Promise<void> {
  if (args[0] !== 'apply') throw new UserError(`${args[0] ? `There is no "${args[0]}" yet. ` : ''}${USAGE}`);
  // Not "--env-file": Node 20 takes that one for its own, wherever it stands.
  const file = option(args, '--env') ?? '.env';
  const domain = domainFrom(option(args, '--domain'));

  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  const present = readVariables(before);
  const account = process.env.TWILIO_ACCOUNT_SID ?? present.ACCOUNT_SID;
  const token = process.env.TWILIO_AUTH_TOKEN ?? present.AUTH_TOKEN;
  if (!account || !token) {
    throw new UserError(
      `Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or ACCOUNT_SID and AUTH_TOKEN in ${file}.`,
    );
  }

  const client = twilio(account, token, { autoRetry: true, maxRetries: 5 });
  const { outputs } = await apply(client, resources(domain), (action) => console.log(describe(action)));
  const caller = await adoptCallerId(client, present.CALLER_ID);
  if ('number' in caller) outputs.CALLER_ID = caller.number;
  if ('number' in caller && domain !== undefined) await answer(client, caller.number, domain);
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

/** Has calls to the number answered by the functions. */
async function answer(
  client: Parameters<typeof answerNumber>[0],
  number: string,
  domain: string,
): Promise<void> {
  const url = `https://${domain}/voice/inbound${REDELIVER}`;
  const done = await answerNumber(client, number, { voiceUrl: url, voiceFallbackUrl: url });
  const ending = number.slice(-4);
  if (done === 'foreign')
    console.log(
      `! left    number …${ending}: something else answers it. To have Cordboard answer, set its voice URL to ${url}`,
    );
  else
    console.log(
      `${done === 'set' ? '~ update ' : '= same   '} number …${ending}: calls go to /voice/inbound`,
    );
}
