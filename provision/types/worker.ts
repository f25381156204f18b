import type { Fields, ResourceType } from '../resource';

const read = (attributes: string): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(attributes);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
};

/** A list as one value, whatever its order. */
export const listed = (words: unknown): string =>
  Array.isArray(words) ? words.map(String).sort().join(',') : '';

const words = (text: string): string[] => text.split(',').filter((word) => word !== '');

const attributesOf = ({ skills, languages }: Fields) => ({
  ...(skills === undefined ? {} : { skills: words(String(skills)) }),
  ...(languages === undefined ? {} : { languages: words(String(languages)) }),
});

/**
 * A person's worker, by their e-mail address in whatever case. Only what the operator lists is set: who they are and where
 * their calls ring is written when they sign in. https://www.twilio.com/docs/taskrouter/api/worker
 */
export const worker: ResourceType = {
  label: 'TaskRouter worker',
  list: async (client, workspace) =>
    (await client.taskrouter.v1.workspaces(workspace).workers.list({ pageSize: 1000 })).map((found) => {
      const { skills, languages } = read(found.attributes);
      return {
        sid: found.sid,
        name: found.friendlyName.toLowerCase(),
        fields: { skills: listed(skills), languages: listed(languages) },
      };
    }),
  create: async (client, workspace, friendlyName, fields) => {
    const attributes = JSON.stringify({ email: friendlyName, ...attributesOf(fields) });
    const { workers } = client.taskrouter.v1.workspaces(workspace);
    return (await workers.create({ friendlyName, attributes })).sid;
  },
  update: async (client, workspace, sid, fields) => {
    const one = client.taskrouter.v1.workspaces(workspace).workers(sid);
    const { body, headers } = await one.fetchWithHttpInfo();
    const etag = Object.entries(headers).find(([name]) => name.toLowerCase() === 'etag')?.[1];
    // Somebody may be at work right now, and their attributes change with it.
    await one.update({
      attributes: JSON.stringify({ ...read(body.attributes), ...attributesOf(fields) }),
      ...(etag === undefined ? {} : { ifMatch: String(etag) }),
    });
  },
};
