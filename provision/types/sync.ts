import type { ResourceType } from '../resource';

/** https://www.twilio.com/docs/sync/api/service */
export const syncService: ResourceType = {
  label: 'Sync service',
  list: async (client) =>
    (await client.sync.v1.services.list()).map(({ sid, friendlyName, aclEnabled }) => ({
      sid,
      name: friendlyName,
      fields: { aclEnabled },
    })),
  create: async (client, _parent, friendlyName, fields) =>
    (await client.sync.v1.services.create({ friendlyName, ...fields })).sid,
  update: async (client, _parent, sid, fields) => {
    await client.sync.v1.services(sid).update(fields);
  },
};

/** https://www.twilio.com/docs/sync/api/map-resource */
export const syncMap: ResourceType = {
  label: 'Sync map',
  list: async (client, service) =>
    (await client.sync.v1.services(service).syncMaps.list()).map(({ sid, uniqueName }) => ({
      sid,
      name: uniqueName,
      fields: {},
    })),
  create: async (client, service, uniqueName) =>
    (await client.sync.v1.services(service).syncMaps.create({ uniqueName })).sid,
  update: async () => {
    // A map has no settings of its own that Cordboard declares; decide() never asks for a change.
  },
};

/** https://www.twilio.com/docs/sync/api/document-resource */
export const syncDocument: ResourceType = {
  label: 'Sync document',
  list: async (client, service) =>
    (await client.sync.v1.services(service).documents.list()).map(({ sid, uniqueName }) => ({
      sid,
      name: uniqueName,
      fields: {},
    })),
  create: async (client, service, uniqueName) =>
    (await client.sync.v1.services(service).documents.create({ uniqueName, data: {} })).sid,
  update: async () => {
    // What is in it is the functions' business.
  },
};

const READ_ONLY = { read: true, write: false, manage: false };

/** Who may read a map; named by the identity. https://www.twilio.com/docs/sync/api/map-permission-resource */
export const syncMapReader: ResourceType = {
  label: 'Sync map permission',
  list: async (client, parent) => {
    const [service = '', map = ''] = parent.split('/');
    const all = await client.sync.v1.services(service).syncMaps(map).syncMapPermissions.list();
    return all.map(({ identity, read, write, manage }) => ({
      sid: identity,
      name: identity,
      fields: { read, write, manage },
    }));
  },
  create: async (client, parent, identity) => {
    const [service = '', map = ''] = parent.split('/');
    await client.sync.v1.services(service).syncMaps(map).syncMapPermissions(identity).update(READ_ONLY);
    return identity;
  },
  update: async (client, parent, identity) => {
    const [service = '', map = ''] = parent.split('/');
    await client.sync.v1.services(service).syncMaps(map).syncMapPermissions(identity).update(READ_ONLY);
  },
};

/** Who may read a document. https://www.twilio.com/docs/sync/api/document-permission-resource */
export const syncDocumentReader: ResourceType = {
  label: 'Sync document permission',
  list: async (client, parent) => {
    const [service = '', document = ''] = parent.split('/');
    const all = await client.sync.v1.services(service).documents(document).documentPermissions.list();
    return all.map(({ identity, read, write, manage }) => ({
      sid: identity,
      name: identity,
      fields: { read, write, manage },
    }));
  },
  create: async (client, parent, identity) => {
    const [service = '', document = ''] = parent.split('/');
    await client.sync.v1
      .services(service)
      .documents(document)
      .documentPermissions(identity)
      .update(READ_ONLY);
    return identity;
  },
  update: async (client, parent, identity) => {
    const [service = '', document = ''] = parent.split('/');
    await client.sync.v1
      .services(service)
      .documents(document)
      .documentPermissions(identity)
      .update(READ_ONLY);
  },
};
