import type { Fields, ResourceType } from '../resource';

/** As many as a page may hold, so that one request brings them all. Anew each time: the SDK writes into it. */
const all = () => ({ pageSize: 1000 });

/** The same settings have the same text, however Twilio orders and spaces its JSON; null is as good as absent. */
export function canonical(json: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value)
      .filter(([, part]) => part !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1));
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
  holds: 'workers, queues, the workflow and tasks',
  list: async (client) =>
    (await client.taskrouter.v1.workspaces.list(all())).map((found) => ({
      sid: found.sid,
      name: found.friendlyName,
      fields: {
        eventCallbackUrl: found.eventCallbackUrl ?? '',
        eventsFilter: eventsFilter(found.eventsFilter),
        defaultActivitySid: found.defaultActivitySid ?? '',
        timeoutActivitySid: found.timeoutActivitySid ?? '',
      },
    })),
  create: async (client, _parent, friendlyName, fields) => {
    const made = await client.taskrouter.v1.workspaces.create({ friendlyName, template: 'NONE', ...fields });
    const { sid, defaultActivitySid, defaultActivityName } = made;
    if (defaultActivityName?.toLowerCase() !== 'offline') return sid;
    // "TaskRouter pre-populates new Workspaces with Offline, Unavailable, and Available Activities", and Offline is the
    // default: https://www.twilio.com/docs/taskrouter/api/activity. Nothing refers to the other one.
    const offline = { sid: defaultActivitySid, name: 'offline', fields: { available: false } };
    const available = { sid: '', name: 'available', fields: { available: true } };
    return { sid, holds: { [activity.label]: [offline, available] } };
  },
  update: async (client, _parent, sid, fields) => {
    await client.taskrouter.v1.workspaces(sid).update(fields);
  },
  remove: async (client, sid) => {
    await client.taskrouter.v1.workspaces(sid).remove();
  },
};

/** The activities that a workspace falls back on. They are set after the activities have been made. */
export const workspaceDefaults: ResourceType = {
  label: 'TaskRouter workspace settings',
  partOfParent: true,
  list: async () => [],
  create: async (_client, sid) => sid,
  update: async (client, sid, _same, fields) => {
    await client.taskrouter.v1.workspaces(sid).update(fields);
  },
};

/** Adopted whatever the case of its name: a new workspace has an "Offline". https://www.twilio.com/docs/taskrouter/api/activity */
export const activity: ResourceType = {
  label: 'TaskRouter activity',
  bornWithParent: 'some',
  // https://www.twilio.com/docs/taskrouter/api/activity: a new workspace has an "Unavailable", too.
  exclusive: { except: ['unavailable'] },
  // Adopting a name does not make somebody available, or busy.
  fixed: ['available'],
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).activities.list(all())).map((found) => ({
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
  update: async () => {
    // All there is of an activity is fixed.
  },
};

/** Every new workspace has them all. https://www.twilio.com/docs/taskrouter/api/task-channel */
export const taskChannel: ResourceType = {
  label: 'TaskRouter channel',
  bornWithParent: 'all',
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).taskChannels.list(all())).map((found) => ({
      sid: found.sid,
      name: found.uniqueName,
      fields: {},
    })),
  create: async (client, parent, uniqueName) =>
    (
      await client.taskrouter.v1
        .workspaces(parent)
        .taskChannels.create({ uniqueName, friendlyName: uniqueName })
    ).sid,
  update: async () => {
    // Nothing of a channel is declared.
  },
};

/** https://www.twilio.com/docs/taskrouter/api/task-queue */
export const taskQueue: ResourceType = {
  label: 'TaskRouter queue',
  exclusive: { except: [] },
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).taskQueues.list(all())).map((found) => ({
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
  exclusive: { except: [] },
  compare: (field, value) => (field === 'configuration' ? canonical(String(value)) : value),
  list: async (client, parent) =>
    (await client.taskrouter.v1.workspaces(parent).workflows.list(all())).map((found) => ({
      sid: found.sid,
      name: found.friendlyName,
      fields: {
        configuration: found.configuration,
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
