import { iso } from '../rest';
import {
  type ObjectKind,
  revisionText,
  type SyncItem,
  type SyncObject,
  type SyncPermission,
  type SyncService,
} from './entities';

/** Where Sync answers. */
export const HOST = 'sync.twilio.com';

/** The path segment of each kind of object. */
export const SEGMENT: Record<ObjectKind, string> = {
  document: 'Documents',
  map: 'Maps',
  list: 'Lists',
  stream: 'Streams',
};

const serviceUrl = (sid: string): string => `https://${HOST}/v1/Services/${sid}`;

const objectUrl = (object: SyncObject): string =>
  `${serviceUrl(object.serviceSid)}/${SEGMENT[object.kind]}/${object.sid}`;

/** A service as REST shows it. https://www.twilio.com/docs/sync/api/service */
export function serviceView(accountSid: string, service: SyncService): Record<string, unknown> {
  const url = serviceUrl(service.sid);
  return {
    sid: service.sid,
    unique_name: service.uniqueName,
    account_sid: accountSid,
    friendly_name: service.friendlyName,
    date_created: iso(service.dateCreated),
    date_updated: iso(service.dateUpdated),
    url,
    webhook_url: service.webhookUrl,
    webhooks_from_rest_enabled: service.webhooksFromRestEnabled,
    reachability_webhooks_enabled: service.reachabilityWebhooksEnabled,
    acl_enabled: service.aclEnabled,
    reachability_debouncing_enabled: service.reachabilityDebouncingEnabled,
    reachability_debouncing_window: service.reachabilityDebouncingWindow,
    links: {
      documents: `${url}/Documents`,
      lists: `${url}/Lists`,
      maps: `${url}/Maps`,
      streams: `${url}/Streams`,
    },
  };
}

/** A document, map, list or stream as REST shows it. */
export function objectView(accountSid: string, object: SyncObject): Record<string, unknown> {
  const url = objectUrl(object);
  return {
    sid: object.sid,
    unique_name: object.uniqueName,
    account_sid: accountSid,
    service_sid: object.serviceSid,
    url,
    links: linksOf(object.kind, url),
    ...(object.kind === 'stream' ? {} : { revision: revisionText(object.revision) }),
    ...(object.kind === 'document' ? { data: object.data } : {}),
    ...datesOf(object),
  };
}

/** An item as REST shows it: a map's has a key, a list's an index. */
export function itemView(accountSid: string, object: SyncObject, item: SyncItem): Record<string, unknown> {
  return {
    ...(object.kind === 'list'
      ? { index: Number(item.key), list_sid: object.sid }
      : { key: item.key, map_sid: object.sid }),
    account_sid: accountSid,
    service_sid: object.serviceSid,
    url: `${objectUrl(object)}/Items/${encodeURIComponent(item.key)}`,
    revision: revisionText(item.revision),
    data: item.data,
    ...datesOf(item),
  };
}

/** A permission as REST shows it. https://www.twilio.com/docs/sync/api/sync-permissions */
export function permissionView(
  accountSid: string,
  object: SyncObject,
  permission: SyncPermission,
): Record<string, unknown> {
  const { identity, read, write, manage } = permission;
  return {
    account_sid: accountSid,
    service_sid: object.serviceSid,
    [`${object.kind}_sid`]: object.sid,
    identity,
    read,
    write,
    manage,
    url: `${objectUrl(object)}/Permissions/${encodeURIComponent(identity)}`,
  };
}

function linksOf(kind: ObjectKind, url: string): Record<string, string> {
  if (kind === 'stream') return { messages: `${url}/Messages` };
  const permissions = `${url}/Permissions`;
  return kind === 'document' ? { permissions } : { items: `${url}/Items`, permissions };
}

const datesOf = (thing: SyncObject | SyncItem): Record<string, unknown> => ({
  date_expires: thing.dateExpires === null ? null : iso(thing.dateExpires),
  date_created: iso(thing.dateCreated),
  date_updated: iso(thing.dateUpdated),
  created_by: thing.createdBy,
});
