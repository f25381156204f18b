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

/**
 * The account's client: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, else ACCOUNT_SID and AUTH_TOKEN in the file. Throws a
 * `UserError` when there are none, or when they can't be any.
 */
export function clientFor(file: string, present: Record<string, string>): Twilio {
  const account = process.env.TWILIO_ACCOUNT_SID ?? present.ACCOUNT_SID;
  const token = process.env.TWILIO_AUTH_TOKEN ?? present.AUTH_TOKEN;
  if (!account || !token) {
    throw new UserError(
      `Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or ACCOUNT_SID and AUTH_TOKEN in ${file}. The Console shows both on its first page.`,
    );
  }
  if (!/^AC[0-9a-f]{32}$/i.test(account))
    throw new UserError(
      `The Account SID should be AC and 32 hex digits${/^SK/i.test(account) ? ', not the SID of an API key' : ''}. The Console shows it on its first page.`,
    );
  return tellingRequests(twilio(account, token, { autoRetry: true, maxRetries: 5 }));
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
