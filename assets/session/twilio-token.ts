import type { TokenAnswer } from '../../src/voice/contract';
import { session } from '.';

/** What the page shows to Twilio; both SDKs take the same. Rejects where no API key is set. */
export async function twilioToken(): Promise<string> {
  const { token } = await session.call<TokenAnswer>('/voice/token');
  if (token === null) throw new Error('no API key is set');
  return token;
}
