import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import twilio, { type Twilio } from 'twilio';
import { type Deployed, deployedAt } from '../../provision/answering';
import { readVariables } from '../../provision/env-file';
import { tellingRequests } from '../../provision/failure';
import { type Agent, readAgents } from '../../provision/people';
import type { Situation } from '../../provision/resources';
import { UserError } from '../user-error';

/** What stands in an .env file; nothing when there is no such file. */
export const variablesIn = async (file: string): Promise<Record<string, string>> =>
  existsSync(file) ? readVariables(await readFile(file, 'utf8')) : {};

/** The token that Twilio signs webhooks with; undefined when nobody has told it. */
export const authTokenIn = (present: Record<string, string>): string | undefined =>
  process.env.TWILIO_AUTH_TOKEN || present.AUTH_TOKEN || undefined;

/** An API key, as Twilio's CLI takes it: `TWILIO_API_KEY` and `TWILIO_API_SECRET`. Throws a `UserError` for half of one. */
function keyIn({ TWILIO_API_KEY: key, TWILIO_API_SECRET: secret }: NodeJS.ProcessEnv) {
  if (!key && !secret) return undefined;
  if (!key || !secret) throw new UserError('Set both of TWILIO_API_KEY and TWILIO_API_SECRET, or neither.');
  if (!/^SK[0-9a-f]{32}$/i.test(key))
    throw new UserError('TWILIO_API_KEY should be the SID of an API key: SK and 32 hex digits.');
  return { key, secret };
}

/**
 * The account's client: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, else ACCOUNT_SID and AUTH_TOKEN in the file; an API key
 * goes before the token. Throws a `UserError` when there are none, or when they can't be any.
 */
export function clientFor(
  file: string,
  present: Record<string, string>,
  environment: NodeJS.ProcessEnv = process.env,
): Twilio {
  const account = environment.TWILIO_ACCOUNT_SID ?? present.ACCOUNT_SID;
  const token = environment.TWILIO_AUTH_TOKEN ?? present.AUTH_TOKEN;
  const key = keyIn(environment);
  if (!account || (!token && key === undefined)) {
    throw new UserError(
      `Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or ACCOUNT_SID and AUTH_TOKEN in ${file}. The Console shows both on its first page.`,
    );
  }
  if (!/^AC[0-9a-f]{32}$/i.test(account))
    throw new UserError(
      `The Account SID should be AC and 32 hex digits${/^SK/i.test(account) ? ', not the SID of an API key' : ''}. The Console shows it on its first page.`,
    );
  const patient = { autoRetry: true, maxRetries: 5 };
  return tellingRequests(
    key === undefined
      ? twilio(account, token, patient)
      : twilio(key.key, key.secret, { ...patient, accountSid: account }),
  );
}

/** People in the file; nobody when it is not there, unless the operator named it. */
export async function agentsIn({ file, named }: { file: string; named: boolean }): Promise<Agent[]> {
  if (existsSync(file)) return readAgents(await readFile(file, 'utf8'), file);
  if (named) throw new UserError(`There is no file ${file}.`);
  return [];
}

/** Reads all that the declaration depends on. At most three requests, none without a domain or when `known`. */
export async function situationOf(
  client: Twilio,
  present: Record<string, string>,
  domain: string | undefined,
  agents: Agent[],
  known?: Deployed,
): Promise<Situation> {
  const deployed = known ?? (domain === undefined ? undefined : await deployedAt(client, domain));
  const flow = await readFile(path.join(process.cwd(), 'studio', 'inbound.json'), 'utf8');
  const flows = { all: new Set<string>(), own: undefined };
  return { account: client.accountSid, present, domain, deployed, flow, flows, agents };
}
