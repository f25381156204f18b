import type { Twilio } from 'twilio';
import { doing, ProvisionError } from '../../provision/failure';
import { UserError } from '../user-error';

const UNKNOWN =
  'There is no such account. Copy the Account SID from the Console (Account, API keys & tokens).';
const CLOSED = 'Use another one; a closed account does not come back.';
const SUSPENDED =
  'Look at its balance and at the mails of Twilio, and activate it in the Console (Billing); a sub-account is activated by its main account, and suspended with it.';

/** The account that credentials open. */
export interface OpenedAccount {
  name: string;
  trial: boolean;
  /** SID of the account that it is a part of; undefined for a main account. */
  owner: string | undefined;
}

/** The account that the credentials open. Throws a `UserError` when they open none, or one that can't be used. */
export async function checkCredentials(client: Twilio): Promise<OpenedAccount> {
  const account = await doing('open the account', () =>
    client.api.v2010.accounts(client.accountSid).fetch(),
  ).catch((error: Error) => {
    if (!(error instanceof ProvisionError)) throw error;
    const { status } = error.cause as { status?: number };
    throw new UserError(status === 404 ? UNKNOWN : error.message);
  });
  const { friendlyName: name, status, type, ownerAccountSid, sid } = account;
  if (String(status) !== 'active')
    throw new UserError(
      `The account "${name}" is ${status}, so nothing can be made in it. ${String(status) === 'closed' ? CLOSED : SUSPENDED}`,
    );
  const owner = ownerAccountSid && ownerAccountSid !== sid ? ownerAccountSid : undefined;
  return { name, trial: String(type) === 'Trial', owner };
}

/** What somebody should know of the account before anything is made in it: a line each. */
export const kindOf = ({ name, trial, owner }: OpenedAccount): string[] => [
  `The account is "${name}".`,
  ...(trial
    ? ['! note    It is a trial account: it calls and texts verified numbers only, and holds one number.']
    : []),
  ...(owner === undefined
    ? []
    : [
        `! note    It is a sub-account of ${owner}. Its numbers, countries that may be called and the e-mail integration of Verify are its own, and have to be set up here; what the main account has cannot be used. Money, and how many services there may be, are the main account's.`,
      ]),
];
