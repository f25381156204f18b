import type { ResourceType } from '../resource';

/** https://www.twilio.com/docs/verify/api/service */
export const verifyService: ResourceType = {
  label: 'Verify service',
  holds: 'its rate limits',
  list: async (client) =>
    (await client.verify.v2.services.list({ pageSize: 100 })).map(({ sid, friendlyName, codeLength }) => ({
      sid,
      name: friendlyName,
      fields: { codeLength },
    })),
  create: async (client, _parent, friendlyName, fields) =>
    (await client.verify.v2.services.create({ friendlyName, ...fields })).sid,
  update: async (client, _parent, sid, fields) => {
    await client.verify.v2.services(sid).update(fields);
  },
  remove: async (client, sid) => {
    await client.verify.v2.services(sid).remove();
  },
};

/** https://www.twilio.com/docs/verify/api/service-rate-limits */
export const verifyRateLimit: ResourceType = {
  label: 'Verify rate limit',
  exclusive: { except: [] },
  list: async (client, service) =>
    (await client.verify.v2.services(service).rateLimits.list({ pageSize: 100 })).map(
      ({ sid, uniqueName, description }) => ({
        sid,
        name: uniqueName,
        fields: { description },
      }),
    ),
  create: async (client, service, uniqueName, fields) =>
    (await client.verify.v2.services(service).rateLimits.create({ uniqueName, ...fields })).sid,
  update: async (client, service, sid, fields) => {
    await client.verify.v2.services(service).rateLimits(sid).update(fields);
  },
};

/**
 * A bucket of a rate limit; a limit has at most one bucket per interval, so the interval is its name.
 * https://www.twilio.com/docs/verify/api/service-rate-limit-buckets
 */
export const verifyBucket: ResourceType = {
  label: 'Verify rate limit bucket',
  deep: true,
  exclusive: { except: [] },
  list: async (client, parent) => {
    const [service = '', limit = ''] = parent.split('/');
    const buckets = await client.verify.v2
      .services(service)
      .rateLimits(limit)
      .buckets.list({ pageSize: 100 });
    return buckets.map(({ sid, max, interval }) => ({
      sid,
      name: `${interval} s`,
      fields: { max, interval },
    }));
  },
  create: async (client, parent, _name, fields) => {
    const [service = '', limit = ''] = parent.split('/');
    const { max, interval } = fields;
    const made = await client.verify.v2
      .services(service)
      .rateLimits(limit)
      .buckets.create({ max: Number(max), interval: Number(interval) });
    return made.sid;
  },
  update: async (client, parent, sid, fields) => {
    const [service = '', limit = ''] = parent.split('/');
    await client.verify.v2.services(service).rateLimits(limit).buckets(sid).update(fields);
  },
};
