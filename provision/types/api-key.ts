import type { ResourceType } from '../resource';

/**
 * The API key that signs access tokens: the one `.env` names, if the account still has it and its secret is there, else a
 * new one. Twilio tells a secret once, so a key without it is of no use to anybody; such keys, and all others, are left
 * alone: functions that are deployed elsewhere may use them.
 * https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
 */
export const apiKey = (known: { sid: string | undefined; secret: string | undefined }): ResourceType => ({
  label: 'API key',
  list: async (client) => {
    if (!known.sid || !known.secret) return [];
    const keys = await client.keys.list({ pageSize: 1000 });
    return keys
      .filter(({ sid }) => sid === known.sid)
      .map(({ sid }) => ({ sid, name: 'Cordboard', fields: {} }));
  },
  create: async (client, _parent, friendlyName) => {
    const { sid, secret } = await client.newKeys.create({ friendlyName });
    return { sid, outputs: { API_KEY_SECRET: secret } };
  },
  update: async () => {
    // A key has but a name.
  },
  remove: async (client, sid) => {
    await client.keys(sid).remove();
  },
});
