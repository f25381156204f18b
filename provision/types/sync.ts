import type { Existing, ResourceType } from '../resource';

/** https://www.twilio.com/docs/sync/api/service */
export const syncService: ResourceType = {
  label: 'Sync service',
  holds: 'people, calls and their history',
  list: async (client) =>
    (await client.sync.v1.services.list({ pageSize: 100 })).map(({ sid, friendlyName, aclEnabled }) => ({
      sid,
      name: friendlyName ?? '',
      fields: { aclEnabled },
    })),
  create: async (client, _parent, friendlyName, fields) =>
    (await client.sync.v1.services.create({ friendlyName, ...fields })).sid,
  update: async (client, _parent, sid, fields) => {
    await client.sync.v1.services(sid).update(fields);
  },
  remove: async (client, sid) => {
    await client.sync.v1.services(sid).remove();
  },
};

/** A page of what the SDK lists. */
interface Page<T> {
  instances: T[];
  nextPage(): Promise<Page<T>> | undefined;
}

/** Reads pages until all of `names` are there: the functions make a map for each person, a document for each topic. */
async function until<T extends { uniqueName: string }>(
  first: Promise<Page<T>>,
  names: readonly string[],
): Promise<T[]> {
  const found: T[] = [];
  for (let page: Page<T> | undefined = await first; page !== undefined; page = await page.nextPage()) {
    found.push(...page.instances.filter(({ uniqueName }) => names.includes(uniqueName)));
    if (names.every((name) => found.some(({ uniqueName }) => uniqueName === name))) break;
  }
  return found;
}

/** https://www.twilio.com/docs/sync/api/map-resource */
export const syncMap: ResourceType = {
  label: 'Sync map',
  list: async (client, service, names) => {
    const first = client.sync.v1.services(service).syncMaps.page({ pageSize: 100 });
    return (await until(first, names)).map(({ sid, uniqueName }) => ({ sid, name: uniqueName, fields: {} }));
  },
  create: async (client, service, uniqueName) =>
    (await client.sync.v1.services(service).syncMaps.create({ uniqueName })).sid,
  update: async () => {
    // A map has no settings of its own that Cordboard declares; decide() never asks for a change.
  },
};

/** Only of the mark is the content ours: what is in other documents is the functions' business. */
const fingerprintOf = (data: unknown): string => {
  const { fingerprint } = (data ?? {}) as { fingerprint?: unknown };
  return typeof fingerprint === 'string' ? fingerprint : '';
};

/** https://www.twilio.com/docs/sync/api/document-resource */
export const syncDocument: ResourceType = {
  label: 'Sync document',
  list: async (client, service, names) => {
    const first = client.sync.v1.services(service).documents.page({ pageSize: 100 });
    return (await until(first, names)).map(({ sid, uniqueName, data }) => ({
      sid,
      name: uniqueName,
      fields: { fingerprint: fingerprintOf(data) },
    }));
  },
  create: async (client, service, uniqueName, data) =>
    (await client.sync.v1.services(service).documents.create({ uniqueName, data })).sid,
  update: async (client, service, sid, data) => {
    await client.sync.v1.services(service).documents(sid).update({ data });
  },
};

interface Permission {
  identity: string;
  read: boolean;
  write: boolean;
  manage: boolean;
}

const permission = ({ identity, read, write, manage }: Permission): Existing => ({
  sid: identity,
  name: identity,
  fields: { read, write, manage },
});

/** All that a reader may do. Twilio sets the three rights together. */
export const READ_ONLY = { read: true, write: false, manage: false };

/** Whoever reads what supervisors read is worth telling of, so others among them are drift. */
const READERS = { deep: true, exclusive: { except: [] } } as const;

/** Who may read a map; named by the identity. https://www.twilio.com/docs/sync/api/map-permission-resource */
export const syncMapReader: ResourceType = {
  ...READERS,
  label: 'Sync map permission',
  list: async (client, parent) => {
    const [service = '', map = ''] = parent.split('/');
    const all = await client.sync.v1
      .services(service)
      .syncMaps(map)
      .syncMapPermissions.list({ pageSize: 100 });
    return all.map(permission);
  },
  create: async (client, parent, identity) => {
    const [service = '', map = ''] = parent.split('/');
    const { syncMapPermissions } = client.sync.v1.services(service).syncMaps(map);
    await syncMapPermissions(identity).update(READ_ONLY);
    return identity;
  },
  update: async (client, parent, identity) => {
    const [service = '', map = ''] = parent.split('/');
    const { syncMapPermissions } = client.sync.v1.services(service).syncMaps(map);
    await syncMapPermissions(identity).update(READ_ONLY);
  },
};

/** Who may read a document. https://www.twilio.com/docs/sync/api/document-permission-resource */
export const syncDocumentReader: ResourceType = {
  ...READERS,
  label: 'Sync document permission',
  list: async (client, parent) => {
    const [service = '', document = ''] = parent.split('/');
    const all = await client.sync.v1
      .services(service)
      .documents(document)
      .documentPermissions.list({ pageSize: 100 });
    return all.map(permission);
  },
  create: async (client, parent, identity) => {
    const [service = '', document = ''] = parent.split('/');
    const { documentPermissions } = client.sync.v1.services(service).documents(document);
    await documentPermissions(identity).update(READ_ONLY);
    return identity;
  },
  update: async (client, parent, identity) => {
    const [service = '', document = ''] = parent.split('/');
    const { documentPermissions } = client.sync.v1.services(service).documents(document);
    await documentPermissions(identity).update(READ_ONLY);
  },
};
