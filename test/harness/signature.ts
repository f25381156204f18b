import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { World } from './world';

/** What Twilio would put into `X-Twilio-Signature` for a form; `wrong` as another account would sign it. */
export function expectedSignature(
  world: World,
  url: string,
  form: string,
  signed: boolean | 'wrong',
): string {
  if (signed === false) return '';
  const token = signed === 'wrong' ? '0'.repeat(32) : world.local.emulator.kernel.account.authToken;
  return getExpectedTwilioSignature(token, url, Object.fromEntries(new URLSearchParams(form)));
}
