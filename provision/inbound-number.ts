import type { Twilio } from 'twilio';

/** What became of a number's settings. */
export type Answering = 'set' | 'same' | 'foreign';

/** What a number is born with: Twilio's demo, or nothing. */
const UNUSED = /^$|^https?:\/\/demo\.twilio\.com\//;

/** Addresses of our own, of whatever deployment, and flows of this account. */
const isOurs = (url: string, flows: readonly string[]): boolean =>
  /^https:\/\/[a-z0-9.-]+\/voice\/inbound(#.*)?$/i.test(url) || flows.includes(url);

/**
 * Has the number answered by Cordboard, unless somebody else's application answers it: that is never taken away.
 * https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 *
 * @param flows addresses of Studio flows that are Cordboard's
 */
export async function answerNumber(
  client: Twilio,
  phoneNumber: string,
  wanted: { voiceUrl: string; voiceFallbackUrl: string },
  flows: readonly string[] = [],
): Promise<Answering> {
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber, limit: 1 });
  if (number === undefined) return 'foreign';
  const { voiceUrl, voiceFallbackUrl, voiceApplicationSid, trunkSid } = number;
  if (voiceApplicationSid || trunkSid) return 'foreign';
  if (voiceUrl === wanted.voiceUrl && voiceFallbackUrl === wanted.voiceFallbackUrl) return 'same';
  if (!UNUSED.test(voiceUrl ?? '') && !isOurs(voiceUrl ?? '', flows)) return 'foreign';
  await client
    .incomingPhoneNumbers(number.sid)
    .update({ ...wanted, voiceMethod: 'POST', voiceFallbackMethod: 'POST' });
  return 'set';
}
