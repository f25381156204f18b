import type { ResourceType } from '../resource';

/** The deployed functions and pages, which the toolkit makes. https://www.twilio.com/docs/serverless/api/resource/service */
export const serverlessService: Pick<ResourceType, 'label' | 'holds' | 'list'> &
  Required<Pick<ResourceType, 'remove'>> = {
  label: 'Functions service',
  holds: 'all environments that were deployed',
  list: async (client) =>
    (await client.serverless.v1.services.list({ pageSize: 100 })).map(({ sid, uniqueName }) => ({
      sid,
      name: uniqueName,
      fields: {},
    })),
  remove: async (client, sid) => {
    await client.serverless.v1.services(sid).remove();
  },
};
