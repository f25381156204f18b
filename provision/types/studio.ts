import type { Fields, ResourceType } from '../resource';
import { canonical } from './taskrouter';

const flowFields = ({ definition }: Fields) => ({
  definition: JSON.parse(String(definition)),
  status: 'published' as const,
  commitMessage: 'Published by Cordboard',
});

/**
 * A published flow. What was changed in Studio's editor is overwritten: the file is what counts.
 * https://www.twilio.com/docs/studio/rest-api/v2/flow
 *
 * @param seen gets the SIDs of all flows of the account
 */
export const studioFlow = (seen: Set<string>): ResourceType => ({
  label: 'Studio flow',
  compare: (field, value) => (field === 'definition' && value !== '' ? canonical(String(value)) : value),
  list: async (client, _parent, names) => {
    const flows = await client.studio.v2.flows.list({ pageSize: 1000 });
    for (const { sid } of flows) seen.add(sid);
    const ours = flows.filter(({ friendlyName }) => names.includes(friendlyName));
    // The list leaves the definition out.
    return Promise.all(
      ours.map(async ({ sid, friendlyName }) => {
        const { definition, status } = await client.studio.v2.flows(sid).fetch();
        return {
          sid,
          name: friendlyName,
          fields: { definition: JSON.stringify(definition ?? {}), status: String(status) },
        };
      }),
    );
  },
  create: async (client, _parent, friendlyName, fields) =>
    (await client.studio.v2.flows.create({ friendlyName, ...flowFields(fields) })).sid,
  update: async (client, _parent, sid, fields) => {
    // A draft that has become the same as the file is published as it is.
    const { definition } = fields.definition === undefined ? await client.studio.v2.flows(sid).fetch() : {};
    await client.studio.v2
      .flows(sid)
      .update(flowFields({ definition: fields.definition ?? JSON.stringify(definition) }));
  },
  remove: async (client, sid) => {
    await client.studio.v2.flows(sid).remove();
  },
});

/** Where a number has its calls answered by a flow. https://www.twilio.com/docs/studio/user-guide/get-started#trigger-a-flow */
export const flowAddress = (account: string, flow: string): string =>
  `https://webhooks.twilio.com/v1/Accounts/${account}/Flows/${flow}`;
