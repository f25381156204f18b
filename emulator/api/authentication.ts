import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from '../product';
import { TwilioError } from './rest';

/** 401 / 20003 with the word Twilio uses. https://www.twilio.com/docs/api/errors/20003 */
const refused = (): TwilioError =>
  new TwilioError(401, 20003, 'Authenticate', { 'www-authenticate': 'Basic realm="Twilio API"' });

/**
 * Checks HTTP Basic credentials: the account's SID and token, or an API key and its secret. Throws 401 / 20003, also
 * when the path names another account. https://www.twilio.com/docs/usage/requests-to-twilio#credentials
 */
export function authenticate(account: Account, headers: IncomingHttpHeaders, pathname: string): void {
  const [scheme, encoded] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !encoded) throw refused();
  const credentials = Buffer.from(encoded, 'base64').toString();
  const colon = credentials.indexOf(':');
  const user = credentials.slice(0, colon);
  const secret = credentials.slice(colon + 1);
  const known = user === account.sid ? account.authToken : account.apiKeys[user];
  if (colon < 0 || known === undefined || known !== secret) throw refused();
  const named = /\/Accounts\/(AC[0-9a-fA-F]{32})(?:[/.]|$)/.exec(pathname)?.[1];
  if (named !== undefined && named !== account.sid) throw refused();
}
