import type { Twilio } from 'twilio';

/** The number Cordboard calls from, or why there is none. */
export type CallerId = { number: string } | { problem: string };

/**
 * Adopts the account's number: the one in `wanted` if the account owns it, else its only one that can make calls.
 * Nothing is ever bought here. https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 */
export async function adoptCallerId(client: Twilio, wanted: string | undefined): Promise<CallerId> {
  const owned = (await client.incomingPhoneNumbers.list())
    .filter((number) => number.capabilities.voice)
    .map((number) => number.phoneNumber);
  if (wanted) {
    return owned.includes(wanted)
      ? { number: wanted }
      : {
          problem:
            'CALLER_ID is not a number of this account that can make calls. Correct it, or remove it to adopt one.',
        };
  }
  const [only, ...others] = owned;
  if (!only) {
    return {
      problem:
        'The account owns no number that can make calls. Buy one in the Twilio Console, then run this again.',
    };
  }
  if (others.length > 0) {
    return {
      problem: `The account owns ${owned.length} numbers. Set CALLER_ID to the one to call from, then run this again.`,
    };
  }
  return { number: only };
}
