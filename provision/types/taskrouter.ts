import type { Fields, ResourceType } from '../resource';

/** The same settings have the same text, however Twilio orders and spaces its JSON. */
export function canonical(json: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
  };
  return JSON.stringify(sorted(JSON.parse(json)));
}

/** Twilio gives a filter back with other spaces, or in another order. */
const eventsFilter = (filter: string | null): string =>
  (filter ?? '')
    .split(',')
    .map((type) => type.trim())
    .sort()
    .join(',');

/** https://www.twilio.com/docs/taskrouter/api/workspace */
export const workspace: ResourceType = {
  label: 'TaskRouter workspace',
  // Twilio gives a new workspace activities and channels.
  bornWithChildren: true,
  list: async (client) =>
    (await client.taskrouter.v1.workspaces.list()).map((found) => ({
      sid: found.sid,
      name: found.friendlyName,
      fields: {
        eventCallbackUrl: found.eventCallbackUrl ?? '',
        eventsFilter: eventsFilter(found.eventsFilter),
      },
    })),
  create: async (client, _parent, friendlyName, fields) =>
    (await client.taskrouter.v1.workspaces.create({ friendlyName, template: 'NONE', ...fields })).sid,
  update: async (client, _parent, sid, fields) => {
    await client.taskrouter.v1.workspaces(sid).update(fields);
  },
};

/**
 * The activities that a workspace falls back on. They are set after the activities have been made, so they stand as a
 * resource of their own, which always exists.
 */
export const workspaceDefaults: ResourceType = {
  label: 'TaskRouter workspace settings',
  list: async (client, sid) => {
    const { defaultActivitySid, timeoutActivitySid } = await client.taskrouter.v1.workspaces(sid).fetch();
    return [{ sid, name: 'activities', fields: { defaultActivitySid, timeoutActivitySid } }];
  },
  create: async (_client, sid) => sid,
  update: async (client, sid, _name, fields) => {
    await client.taskrouter.v1.workspaces(sid).update(fields);
  },
};

/** Adopted whatever the case of its name: a new workspace has an "Offline". https://www.twilio.com/docs/taskrouter/api/activity */
export const activity: ResourceType = {
  label: 'TaskRouter activity',
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).activities.list()).map((found) => ({
      sid: found.sid,
      name: found.friendlyName.toLowerCase(),
      fields: { available: found.available },
    })),
  create: async (client, parent, friendlyName, { available }) =>
    (
      await client.taskrouter.v1
        .workspaces(parent)
        .activities.create({ friendlyName, available: available === true })
    ).sid,
  // Twilio lets nobody change whether an activity is available.
  update: async (_client, _parent, sid) => {
    throw new Error(
      `The activity ${sid} of the workspace "Cordboard" is available where it should not be, or the other way round. Rename it in the Console, then run this again.`,
    );
  },
};

/** https://www.twilio.com/docs/taskrouter/api/task-queue */
export const taskQueue: ResourceType = {
  label: 'TaskRouter queue',
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).taskQueues.list()).map((found) => ({
      sid: found.sid,
      name: found.friendlyName,
      fields: { targetWorkers: found.targetWorkers },
    })),
  create: async (client, parent, friendlyName, fields) =>
    (await client.taskrouter.v1.workspaces(parent).taskQueues.create({ friendlyName, ...fields })).sid,
  update: async (client, parent, sid, fields) => {
    await client.taskrouter.v1.workspaces(parent).taskQueues(sid).update(fields);
  },
};

const workflowFields = ({ configuration, ...others }: Fields) => ({
  configuration: String(configuration),
  ...others,
});

/** https://www.twilio.com/docs/taskrouter/api/workflow */
export const workflow: ResourceType = {
  label: 'TaskRouter workflow',
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).workflows.list()).map((found) => ({
      sid: found.sid,
      name: found.friendlyName,
      fields: {
        configuration: canonical(found.configuration),
        assignmentCallbackUrl: found.assignmentCallbackUrl ?? '',
        taskReservationTimeout: found.taskReservationTimeout,
      },
    })),
  create: async (client, parent, friendlyName, fields) =>
    (
      await client.taskrouter.v1
        .workspaces(parent)
        .workflows.create({ friendlyName, ...workflowFields(fields) })
    ).sid,
  update: async (client, parent, sid, fields) => {
    await client.taskrouter.v1.workspaces(parent).workflows(sid).update(fields);
  },
};
