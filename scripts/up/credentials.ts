import type { Twilio } from 'twilio';
import { UserError } from '../user-error';

/** What Twilio answers wrong credentials with. https://www.twilio.com/docs/api/errors/20003 */
const DENIED = 20003;

/** The account that the credentials open. Throws a `UserError` when they open none, or one that can't be used. */
export async function checkCredentials(client: Twilio): Promise<{ name: string; trial: boolean }> {
  try {
    const { friendlyName, status, type } = await client.api.v2010.accounts(client.accountSid).fetch();
    if (String(status) !== 'active')
      throw new UserError(`The account "${friendlyName}" is ${status}. Activate it in the Twilio Console.`);
    return { name: friendlyName, trial: String(type) === 'Trial' };
  } catch (error) {
    const { code, status, message } = error as { code?: number; status?: number; message: string };
    if (error instanceof UserError) throw error;
    if (code === DENIED || status === 401)
      throw new UserError(
        'Twilio does not accept the credentials. Copy the Account SID and the Auth Token from the Console (Account, API keys & tokens); a token that was rotated is no longer valid.',
      );
    throw new UserError(`Twilio cannot be reached: ${message}. Check the network, then run this again.`);
  }
}
