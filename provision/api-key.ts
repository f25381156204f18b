import type { Twilio } from 'twilio';

/** The API key that signs access tokens; `created` when it was made just now. */
export interface ApiKey {
  sid: string;
  secret: string;
  created: boolean;
}

/**
 * Keeps the key in `known` if the account still has it and its secret is there, else makes one: Twilio tells a secret
 * once, so a key without it is of no use to anybody. Other keys are left alone, and so are keys that were lost that way.
 * https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
 */
export async function ensureApiKey(
  client: Twilio,
  known: { sid: string | undefined; secret: string | undefined },
): Promise<ApiKey> {
  const { sid, secret } = known;
  if (sid && secret && (await client.keys.list()).some((key) => key.sid === sid))
    return { sid, secret, created: false };
  const made = await client.newKeys.create({ friendlyName: 'Cordboard' });
  return { sid: made.sid, secret: made.secret, created: true };
}
