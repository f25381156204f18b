import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import twilio from 'twilio';
import { apply } from '../provision/apply';
import { adoptCallerId } from '../provision/caller-id';
import { readVariables, setVariables } from '../provision/env-file';
import { describe } from '../provision/resource';
import { RESOURCES } from '../provision/resources';
import { UserError } from './user-error';

const USAGE = 'Usage: npm run provision -- apply [--env-file .env]';

/**
 * `npm run provision -- apply`: makes the account hold what Cordboard needs and writes the SIDs into the .env file.
 * The account is the one in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or ACCOUNT_SID and AUTH_TOKEN in the file).
 */
export async function main(args: string[]): Promise<void> {
  if (args[0] !== 'apply') throw new UserError(`${args[0] ? `There is no "${args[0]}" yet. ` : ''}${USAGE}`);
  const at = args.indexOf('--env-file');
  const file = at < 0 ? '.env' : args[at + 1];
  if (!file) throw new UserError(`--env-file needs a file name. ${USAGE}`);

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
  const { outputs } = await apply(client, RESOURCES, (action) => console.log(describe(action)));
  const caller = await adoptCallerId(client, present.CALLER_ID);
  if ('number' in caller) outputs.CALLER_ID = caller.number;
  if (!present.JWT_SECRET) outputs.JWT_SECRET = randomBytes(32).toString('base64url');

  const after = setVariables(before, outputs);
  if (after !== before) {
    if (before) await copyFile(file, `${file}.backup`);
    await writeFile(file, after, { mode: 0o600 });
    console.log(`Wrote ${Object.keys(outputs).join(', ')} to ${file}.`);
  }
  if ('problem' in caller) throw new UserError(caller.problem);
}
