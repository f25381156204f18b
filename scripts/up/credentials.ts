import type { Twilio } from 'twilio';
import { UserError } from '../user-error';

/** What Twilio answers wrong credentials with. https://www.twilio.com/docs/api/errors/20003 */
const DENIED = 20003;

/** https://www.twilio.com/docs/api/errors/20008 */
const TEST_CREDENTIALS = 20008;

/** The account that credentials open. */
export interface OpenedAccount {
  name: string;
  trial: boolean;
  /** SID of the account that it is a part of; undefined for a main account. */
  owner: string | undefined;
}

/** The account that the credentials open. Throws a `UserError` when they open none, or one that can't be used. */
export async function checkCredentials(client: Twilio): Promise<OpenedAccount> {
  try {
    const account = await client.api.v2010.accounts(client.accountSid).fetch();
    const { friendlyName: name, status, type, ownerAccountSid, sid } = account;
    if (String(status) !== 'active')
      throw new UserError(`The account "${name}" is ${status}. Activate it in the Twilio Console.`);
    const owner = ownerAccountSid && ownerAccountSid !== sid ? ownerAccountSid : undefined;
    return { name, trial: String(type) === 'Trial', owner };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(explain(error as { code?: number; status?: number; message: string }));
  }
}

function explain({ code, status, message }: { code?: number; status?: number; message: string }): string {
  if (code === TEST_CREDENTIALS)
    return 'These are test credentials, which can make nothing. Copy the live Account SID and Auth Token from the Console (Account, API keys & tokens).';
  if (code === DENIED || status === 401)
    return 'Twilio does not accept the credentials. Copy the Account SID and the Auth Token from the Console (Account, API keys & tokens); a token that was rotated is no longer valid.';
  if (status === 403)
    return `The credentials may not do this (${message}). Use the Auth Token of the account, not a restricted key.`;
  if (status === 404)
    return 'There is no such account. Copy the Account SID from the Console (Account, API keys & tokens).';
  return `Twilio cannot be reached: ${message}. Check the network, then run this again.`;
}
