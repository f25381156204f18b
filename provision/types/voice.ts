import type { ResourceType } from '../resource';

/** https://www.twilio.com/docs/usage/api/applications */
export const twimlApp: ResourceType = {
  label: 'TwiML application',
  list: async (client) =>
    (await client.applications.list({ pageSize: 1000 })).map((app) => ({
      sid: app.sid,
      name: app.friendlyName,
      fields: {
        voiceUrl: app.voiceUrl ?? '',
        voiceMethod: app.voiceMethod ?? '',
        statusCallback: app.statusCallback ?? '',
        statusCallbackMethod: app.statusCallbackMethod ?? '',
      },
    })),
  create: async (client, _parent, friendlyName, fields) =>
    (await client.applications.create({ friendlyName, ...fields })).sid,
  update: async (client, _parent, sid, fields) => {
    await client.applications(sid).update(fields);
  },
  remove: async (client, sid) => {
    await client.applications(sid).remove();
  },
};
